using System.Buffers;
using System.Text.Json;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Governance;

/// <summary>SLSA provenance, version 1, of a trained version: a signed statement of which run, parameters, data, code and base models made it.</summary>
/// <remarks>The subject is the version by its digest, which covers the names, sizes and bytes of all files. The envelope is that of a model's signature.</remarks>
public static class SlsaProvenance
{
    private const string PredicateType = "https://slsa.dev/provenance/v1";

    /// <summary>States and signs how a version was made.</summary>
    /// <param name="version">The version.</param>
    /// <param name="training">How it was trained. Its <see cref="TrainingRecord.Builder"/> must be set: it is who vouches for the statement.</param>
    /// <param name="signer">The key of the builder.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A Sigstore bundle around an in-toto statement.</returns>
    /// <exception cref="ArgumentException">The record names no builder.</exception>
    public static async Task<byte[]> SignAsync(ModelVersion version, TrainingRecord training, ISignatureProvider signer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(signer);
        if (string.IsNullOrEmpty(training.Builder)) { throw new ArgumentException($"The training record names no {nameof(TrainingRecord.Builder)}. Set it to the URI of what ran the training, such as the build service.", nameof(training)); }
        return (await SigstoreBundle.SignAsync(Statement(version, training), signer, cancellationToken).ConfigureAwait(false)).Write();
    }

    /// <summary>Checks that a trusted key has stated how a version was made.</summary>
    /// <param name="version">The version.</param>
    /// <param name="provenance">What <see cref="SignAsync"/> returned.</param>
    /// <param name="trusted">Keys whose statements are believed.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ModelSigningException">It is not, or the statement is about another version; <see cref="ModelSigningException.Failure"/> says why.</exception>
    public static TrustedKey Verify(ModelVersion version, ReadOnlyMemory<byte> provenance, IReadOnlyList<TrustedKey> trusted)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(trusted);
        SigstoreBundle bundle = SigstoreBundle.Read(provenance);
        TrustedKey key = bundle.Verify(trusted);
        string digest = StatementJson.Reading(() =>
        {
            using JsonDocument statement = JsonDocument.Parse(bundle.Payload);
            return InTotoStatement.ReadSubject(statement.RootElement, PredicateType).Part("digest").Text("sha256");
        });
        return digest == VersionFacts.Sha256Of(version.Digest) ? key : throw new ModelSigningException(
            ModelSigningFailure.OtherModel, $"its provenance is about digest {digest}, not {version.Digest}", "Use the provenance of this version.");
    }

    private static byte[] Statement(ModelVersion version, TrainingRecord training)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            InTotoStatement.WriteHead(json, $"{version.Model}:{version.Version}", VersionFacts.Sha256Of(version.Digest)!, PredicateType);
            json.WriteStartObject("predicate");
            SlsaPredicate.Write(json, training);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
