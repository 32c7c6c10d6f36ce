using System.Buffers;
using System.Text.Json;

namespace ModelOps.Registry.Signing;

/// <summary>A Sigstore bundle, version 0.3, around one signed envelope.</summary>
/// <param name="Payload">The statement, as it was signed.</param>
/// <param name="Signature">The signature: DER of an ECDSA key, 64 bytes of an Ed25519 key.</param>
/// <param name="Hint">Hex SHA-256 of the PEM public key; empty where the signer left it out.</param>
internal sealed record SigstoreBundle(byte[] Payload, byte[] Signature, string Hint)
{
    private const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Signs a statement.</summary>
    public static async Task<SigstoreBundle> SignAsync(byte[] statement, ISignatureProvider signer, CancellationToken cancellationToken)
    {
        VerificationKey key = VerificationKey.FromPem(await signer.GetPublicKeyAsync(cancellationToken).ConfigureAwait(false), nameof(signer));
        byte[] data = Dsse.Encode(Dsse.InTotoType, statement);
        byte[] signature = key.Hash is { } algorithm
            ? await signer.SignDigestAsync(EllipticKey.Hash(algorithm, data), algorithm, cancellationToken).ConfigureAwait(false)
            : await signer.SignDataAsync(data, cancellationToken).ConfigureAwait(false);
        return key.Verifies(data, signature)
            ? new SigstoreBundle(statement, signature, key.Hint)
            : throw new InvalidOperationException($"{signer.GetType().Name} returned a signature that its own public key does not verify. It must sign what it is given as it is, and answer DER for ECDSA and 64 bytes for Ed25519.");
    }

    /// <summary>Finds the key that signed it.</summary>
    /// <exception cref="ModelSigningException">No trusted key did, or the signature does not fit the statement.</exception>
    public TrustedKey Verify(IReadOnlyList<TrustedKey> keys)
    {
        TrustedKey[] candidates = [.. keys.Where(k => Hint.Length == 0 || k.Hint == Hint)];
        if (candidates.Length == 0)
        {
            throw new ModelSigningException(
                ModelSigningFailure.UntrustedKey,
                $"it was signed with the key {Hint}, which is not trusted (trusted: {string.Join(", ", keys.Select(static k => $"'{k.Name}' {k.Hint}"))})",
                "Have it signed with a trusted key, or trust this one.");
        }

        byte[] data = Dsse.Encode(Dsse.InTotoType, Payload);
        return Array.Find(candidates, k => k.Verifies(data, Signature)) ?? throw new ModelSigningException(
            ModelSigningFailure.BadSignature, "its signature does not fit the statement it came with", "Restore the signature that was made with the model, or have the model signed anew.");
    }

    public byte[] Write()
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("mediaType", MediaType);
            json.WriteStartObject("verificationMaterial");
            json.WriteStartObject("publicKey");
            json.WriteString("hint", Hint);
            json.WriteEndObject();
            json.WriteStartArray("tlogEntries");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartObject("dsseEnvelope");
            json.WriteBase64String("payload", Payload);
            json.WriteString("payloadType", Dsse.InTotoType);
            json.WriteStartArray("signatures");
            json.WriteStartObject();
            json.WriteBase64String("sig", Signature);
            json.WriteString("keyid", "");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="ModelSigningException">The bytes are no such bundle, or one of a kind that is not read here.</exception>
    public static SigstoreBundle Read(ReadOnlyMemory<byte> bytes) => StatementJson.Reading(() =>
    {
        using JsonDocument document = JsonDocument.Parse(bytes, Strict);
        JsonElement bundle = document.RootElement;
        string mediaType = bundle.Text("mediaType");
        if (mediaType != MediaType) { throw ModelSigningException.Unsupported($"is of type '{mediaType}', not '{MediaType}'"); }
        JsonElement material = bundle.Part("verificationMaterial");
        if (!material.TryGetProperty("publicKey", out JsonElement publicKey)) { throw ModelSigningException.Unsupported("names a certificate, not a public key"); }
        JsonElement envelope = bundle.Part("dsseEnvelope");
        if (envelope.Text("payloadType") is var type && type != Dsse.InTotoType) { throw ModelSigningException.Unsupported($"signs a '{type}', not an in-toto statement"); }
        JsonElement signatures = envelope.Part("signatures");
        if (signatures.GetArrayLength() != 1) { throw ModelSigningException.Malformed($"has {signatures.GetArrayLength()} signatures in its envelope where one is expected"); }
        return new SigstoreBundle(
            envelope.Part("payload").GetBytesFromBase64(),
            signatures[0].Part("sig").GetBytesFromBase64(),
            publicKey.TryGetProperty("hint", out JsonElement hint) ? hint.GetString() ?? "" : "");
    });
}
