using ModelOps.Outbound;

namespace ModelOps.Drift.Alerts;

/// <summary>Secrets of sinks, asked for at each use so that a rotated one is taken up.</summary>
internal static class SinkSecrets
{
    public static ISecretSource Of(ISecretSource? source) => source ?? throw new InvalidOperationException(
        "A sink of drift alerts names a secret, and there is no ISecretSource. Call AddSecrets() of ModelOps.Registry, or register one.");

    /// <exception cref="DriftSinkException">The secret is no address.</exception>
    public static async ValueTask<Uri> UrlAsync(ISecretSource? source, string name, string sink, bool allowPlainHttp, CancellationToken cancellationToken)
    {
        Secret secret = await Of(source).GetAsync(name, cancellationToken).ConfigureAwait(false);
        return Uri.TryCreate(secret.Reveal(), UriKind.Absolute, out Uri? url) && SinkRules.IsCallable(url, allowPlainHttp)
            ? url
            : throw new DriftSinkException(sink, "NO_ADDRESS", 0, "The secret with the address must be an absolute https URL (http with AllowPlainHttp, or to this machine).");
    }

    /// <exception cref="DriftSinkException">A secret is none that signs.</exception>
    public static async ValueTask<IReadOnlyList<string>> SigningAsync(ISecretSource? source, IEnumerable<string> names, string sink, CancellationToken cancellationToken)
    {
        List<string> keys = [];
        foreach (string name in names)
        {
            string key = (await Of(source).GetAsync(name, cancellationToken).ConfigureAwait(false)).Reveal();
            if (WebhookSignature.TryReadSecret(key) is null)
            {
                throw new DriftSinkException(sink, "NO_SIGNING_KEY", 0, $"The secret '{name}' must be whsec_ and 24 to 64 bytes in Base64.");
            }

            keys.Add(key);
        }

        return keys;
    }
}
