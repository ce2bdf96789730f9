import type { RequestListener } from 'node:http';
import type { ReviewToken } from '../../../../src/sandbox/vault/service-accounts.ts';

/** Kubernetes, as far as Vault asks it: `POST /apis/authentication.k8s.io/v1/tokenreviews`. */
export function tokenReviews(review: ReviewToken): RequestListener {
  return (request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const asked = JSON.parse(Buffer.concat(chunks).toString());
      const { token, audiences = [] } = asked.spec;
      const found = await review(token, audiences[0] ?? '');
      const status =
        found.kind === 'refused'
          ? { authenticated: false, error: 'invalid bearer token' }
          : {
              authenticated: true,
              audiences,
              user: {
                username: `system:serviceaccount:${found.namespace}:${found.name}`,
                uid: found.uid,
              },
            };
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...asked, metadata: {}, status }));
    })();
  };
}
