import { Crew } from './crew';
import type { EngineHost } from './host';
import { Seat } from './seat';

/** Memories that a host keeps: two engines can work in turn without copying anything. */
const seatsKept = 2;
/** A memory that nobody has is given back to the system when it is larger than this. */
const largestKept = 256e6;

/** Who has a seat, and may have to give it up. */
export interface Tenant {
  /** Takes its numbers along; called before another gets the seat. */
  park(): void;
  /** Is it in the midst of something? */
  readonly busy: boolean;
}

interface Place {
  seat: Seat;
  /** Weak: an engine that nobody can reach any more does not hold its memory. */
  tenant: WeakRef<Tenant> | undefined;
  /** When it was given away last. */
  since: number;
}

/**
 * What all engines of a host share: a few memories, and the helping threads.
 *
 * An engine that has not worked for long gives its memory to one that wants to, and keeps its weights and averages in
 * ordinary arrays meanwhile. So a hundred engines, as a cell that is run again and again makes them, need no more threads
 * and no more WebAssembly memory than two.
 */
export class Workshop {
  readonly crew: Crew;
  private readonly places: Place[] = [];
  private clock = 0;
  private seats = 0;

  constructor(private readonly host: EngineHost) {
    this.crew = new Crew(host);
  }

  /** A seat with room for so many bytes, whose tenant, if any, was parked and whose helpers were called back. */
  take(tenant: Tenant, bytes: number): Seat {
    const place = this.freePlace(bytes);
    place.tenant = new WeakRef(tenant);
    place.since = ++this.clock;
    return place.seat;
  }

  /** Gives a seat back. */
  free(seat: Seat): void {
    this.crew.leave(seat);
    const place = this.places.find(one => one.seat === seat);
    if (!place) return;
    place.tenant = undefined;
    if (seat.bytes > largestKept) this.drop(place);
  }

  private freePlace(bytes: number): Place {
    const inUse = ({ tenant }: Place) => tenant?.deref() !== undefined;
    const idle = this.places.filter(place => !inUse(place));
    let place = idle.find(({ seat }) => seat.bytes >= bytes) ?? idle[0];
    if (!place && this.places.length >= seatsKept) {
      place = this.places
        .filter(({ tenant }) => tenant?.deref()?.busy !== true)
        .sort((a, b) => a.since - b.since)[0];
    }
    if (place) {
      this.crew.leave(place.seat);
      place.tenant?.deref()?.park();
      place.tenant = undefined;
      const wasteful = place.seat.bytes > largestKept && bytes < place.seat.bytes / 4;
      if (!wasteful && place.seat.fit(bytes)) return place;
      this.drop(place);
    }
    const made = { seat: new Seat(++this.seats, this.host.module, bytes), tenant: undefined, since: 0 };
    this.places.push(made);
    return made;
  }

  /** Lets go of a memory, and ends the helpers, who know it. */
  private drop(place: Place): void {
    this.places.splice(this.places.indexOf(place), 1);
    this.crew.leave();
    this.crew.stop();
  }
}

const workshops = new WeakMap<EngineHost, Workshop>();

/** The one workshop of a host. */
export function workshopOf(host: EngineHost): Workshop {
  let workshop = workshops.get(host);
  if (!workshop) workshops.set(host, (workshop = new Workshop(host)));
  return workshop;
}
