import { badRequest } from '../../status-error.ts';
import { type Stored, fieldsAt } from '../../store/object.ts';

const microTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/;

/** Times of a Lease have six digits after the point, no more and no fewer: a 400 otherwise. */
export function assertLeaseTimes(lease: Stored): void {
  const { acquireTime, renewTime } = fieldsAt(lease, 'spec');
  for (const time of [acquireTime, renewTime]) {
    if (time === undefined || (typeof time === 'string' && microTime.test(time))) continue;
    const shown = JSON.stringify(time);
    throw badRequest(
      `Lease in version "v1" cannot be handled as a Lease: parsing time ${shown} as "2006-01-02T15:04:05.000000Z07:00": cannot parse ${shown}`,
    );
  }
}
