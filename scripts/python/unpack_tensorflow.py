"""Takes the C library and its headers out of a TensorFlow wheel: unpack_tensorflow.py WHEEL FOLDER"""

import sys
import zipfile

wheel, folder = sys.argv[1:]
libraries = {"tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"}
# The headers that tfjs-node's binding includes, directly or not.
headers = tuple(f"tensorflow/include/tensorflow/{part}/" for part in ("c", "core", "tsl"))

with zipfile.ZipFile(wheel) as archive:
    names = [n for n in archive.namelist() if n in libraries or (n.startswith(headers) and n.endswith(".h"))]
    if not libraries <= set(names):
        sys.exit(f"{wheel} holds no libtensorflow_cc.so.2: it is not the wheel that the lock file names")
    archive.extractall(folder, names)
