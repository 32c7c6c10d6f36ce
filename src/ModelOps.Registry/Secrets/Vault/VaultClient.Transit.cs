using System.Globalization;
using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Secrets.Vault;

// The transit engine.
public sealed partial class VaultClient
{
    private const string Prefix = "vault:v";

    /// <summary>Reads the public half of the newest version of a key.</summary>
    /// <param name="key">Name of the key.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>PEM of an ECDSA or RSA key; the 32 bytes in Base64 of an Ed25519 key.</returns>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public async Task<string> ReadPublicKeyAsync(string key, CancellationToken cancellationToken = default)
    {
        string what = $"reading key '{key}'";
        string path = $"v1/{VaultPath.Escape(_options.TransitMount, nameof(key))}/keys/{VaultPath.Escape(key, nameof(key))}";
        using JsonDocument answer = await SendJsonAsync(what, new ServiceCall(HttpMethod.Get, path) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        JsonElement data = answer.RootElement.At("data");
        string version = (data.Number("latest_version") ?? throw VaultErrors.Malformed(what)).ToString(CultureInfo.InvariantCulture);
        return data.Text("keys", version, "public_key") ?? throw VaultErrors.Malformed(what);
    }

    /// <summary>Signs a digest with an ECDSA or RSA key of Vault.</summary>
    /// <param name="key">Name of the key.</param>
    /// <param name="digest">The digest: 32 bytes of SHA-256, 48 of SHA-384 or 64 of SHA-512.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The signature; of an ECDSA key in ASN.1 DER, as DSSE envelopes and X.509 carry it; of an RSA key as PKCS #1 v1.5 pads it.</returns>
    /// <exception cref="ArgumentException">The digest has not 32, 48 or 64 bytes, or the name is not one.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public Task<VaultSignature> SignDigestAsync(string key, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken = default)
    {
        EnsureDigest(digest);
        return SignAsync(key, digest, isDigest: true, cancellationToken);
    }

    /// <summary>Signs a message with an Ed25519 key of Vault.</summary>
    /// <param name="key">Name of the key.</param>
    /// <param name="message">The message, at most 1 MiB; all of it is sent to Vault.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The 64 bytes of the signature.</returns>
    /// <exception cref="ArgumentException">The message is too long, or the name is not one.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public Task<VaultSignature> SignMessageAsync(string key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        EnsureMessage(message);
        return SignAsync(key, message, isDigest: false, cancellationToken);
    }

    /// <summary>Says whether a signature over a digest is the key's.</summary>
    /// <param name="key">Name of the key.</param>
    /// <param name="digest">The digest: 32 bytes of SHA-256, 48 of SHA-384 or 64 of SHA-512.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Whether it is valid.</returns>
    /// <exception cref="ArgumentException">The digest has not 32, 48 or 64 bytes, or the name is not one.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public Task<bool> VerifyDigestAsync(string key, ReadOnlyMemory<byte> digest, VaultSignature signature, CancellationToken cancellationToken = default)
    {
        EnsureDigest(digest);
        return VerifyAsync(key, digest, signature, isDigest: true, cancellationToken);
    }

    /// <summary>Says whether an Ed25519 signature over a message is the key's.</summary>
    /// <param name="key">Name of the key.</param>
    /// <param name="message">The message, at most 1 MiB.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Whether it is valid.</returns>
    /// <exception cref="ArgumentException">The message is too long, or the name is not one.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public Task<bool> VerifyMessageAsync(string key, ReadOnlyMemory<byte> message, VaultSignature signature, CancellationToken cancellationToken = default)
    {
        EnsureMessage(message);
        return VerifyAsync(key, message, signature, isDigest: false, cancellationToken);
    }

    private async Task<VaultSignature> SignAsync(string key, ReadOnlyMemory<byte> input, bool isDigest, CancellationToken cancellationToken)
    {
        string what = $"signing with key '{key}'";
        ServiceCall call = new(HttpMethod.Post, Transit("sign", key, input, isDigest)) { Body = Body(input, isDigest, null), IsRepeatable = true };
        using JsonDocument answer = await SendJsonAsync(what, call, cancellationToken).ConfigureAwait(false);
        return Parse(answer.RootElement.Text("data", "signature")) ?? throw VaultErrors.Malformed(what);
    }

    private async Task<bool> VerifyAsync(string key, ReadOnlyMemory<byte> input, VaultSignature signature, bool isDigest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signature);
        string what = $"verifying with key '{key}'";
        ServiceCall call = new(HttpMethod.Post, Transit("verify", key, input, isDigest)) { Body = Body(input, isDigest, signature), IsRepeatable = true };
        using JsonDocument answer = await SendJsonAsync(what, call, cancellationToken).ConfigureAwait(false);
        return answer.RootElement.At("data", "valid").ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw VaultErrors.Malformed(what),
        };
    }

    private string Transit(string verb, string key, ReadOnlyMemory<byte> input, bool isDigest) =>
        $"v1/{VaultPath.Escape(_options.TransitMount, nameof(key))}/{verb}/{VaultPath.Escape(key, nameof(key))}"
        + (isDigest ? string.Create(CultureInfo.InvariantCulture, $"/sha2-{input.Length * 8}") : string.Empty);

    private static byte[] Body(ReadOnlyMemory<byte> input, bool isDigest, VaultSignature? signature) => JsonBody.Object(json =>
    {
        json.WriteBase64String("input", input.Span);
        if (isDigest)
        {
            json.WriteBoolean("prehashed", true);
            json.WriteString("marshaling_algorithm", "asn1");
            json.WriteString("signature_algorithm", "pkcs1v15"); // read by RSA keys only
        }

        if (signature is not null)
        {
            json.WriteString("signature", string.Create(CultureInfo.InvariantCulture, $"{Prefix}{signature.KeyVersion}:{Convert.ToBase64String(signature.Bytes.Span)}"));
        }
    });

    /// <summary>Reads <c>vault:v&lt;version&gt;:&lt;base64&gt;</c>.</summary>
    private static VaultSignature? Parse(string? text)
    {
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) { return null; }
        int colon = text.IndexOf(':', Prefix.Length);
        if (colon < 0 || !int.TryParse(text.AsSpan(Prefix.Length, colon - Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int version)) { return null; }
        byte[] bytes = new byte[text.Length - colon];
        return Convert.TryFromBase64Chars(text.AsSpan(colon + 1), bytes, out int length) ? new VaultSignature(version, bytes.AsMemory(0, length)) : null;
    }

    private static void EnsureDigest(ReadOnlyMemory<byte> digest)
    {
        if (digest.Length is not (32 or 48 or 64)) { throw new ArgumentException($"A digest has 32, 48 or 64 bytes, not {digest.Length}.", nameof(digest)); }
    }

    private static void EnsureMessage(ReadOnlyMemory<byte> message)
    {
        if (message.Length > 1 << 20) { throw new ArgumentException($"The message has {message.Length} bytes; at most 1 MiB is sent to Vault. Sign its digest instead.", nameof(message)); }
    }
}
