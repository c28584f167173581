// The pixels of a figure of this page, on white: [its place, its width] -> width, height and RGBA in base64.
window.vibPixels = async (index, width) => {
  const plot = document.querySelectorAll('.js-plotly-plot')[index];
  const { height } = plot.layout;
  const image = new Image();
  image.src = await Plotly.toImage(plot, { format: 'png', width, height, scale: 1 });
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let bytes = '';
  for (let i = 0; i < data.length; i += 8192) bytes += String.fromCharCode(...data.subarray(i, i + 8192));
  return { width, height, rgba: btoa(bytes) };
};
