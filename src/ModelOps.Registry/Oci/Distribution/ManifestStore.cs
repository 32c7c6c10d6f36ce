using System.Security.Cryptography;
using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Reads and writes manifests and indexes, by tag or digest, bytes unchanged.</summary>
internal sealed class ManifestStore(RegistryTransport transport, OciOptions options)
{
    /// <summary>Reads one; null when there is none.</summary>
    /// <exception cref="ArtifactDigestMismatchException">The bytes are not those of the digest asked for.</exception>
    public async Task<StoredManifest?> FindAsync(OciReference reference, CancellationToken cancellationToken)
    {
        OciCall call = new(reference, HttpMethod.Get, OciAddresses.Of(reference, options, $"manifests/{reference.Target}")) { Accept = OciMediaTypes.AcceptManifest };
        return await transport.RepeatAsync(
            async token =>
            {
                using StallClock clock = transport.StartClock(token);
                using HttpResponseMessage response = await transport.SendAsync(call with { MayRepeat = false }, token).ConfigureAwait(false);
                await RegistryAnswers.ExpectAsync(response, call, $"manifest '{reference.Target}'", clock, 200, 404).ConfigureAwait(false);
                if ((int)response.StatusCode == 404) { return null; }
                byte[] bytes = await BoundedBody.ReadAsync(response, options.MaxManifestBytes, reference.Registry, "manifest", clock).ConfigureAwait(false);
                return Open(reference, bytes, response.Content.Headers.ContentType?.MediaType, RegistryAnswers.Header(response, "Docker-Content-Digest"));
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="OciException">There is none.</exception>
    public async Task<StoredManifest> GetAsync(OciReference reference, CancellationToken cancellationToken) =>
        await FindAsync(reference, cancellationToken).ConfigureAwait(false)
        ?? throw OciException.NotFound(reference, reference.Digest is null ? $"tag '{reference.Tag}'" : $"manifest {reference.Digest}");

    /// <summary>Writes one under its tag, or under its digest when there is no tag.</summary>
    /// <returns>Whether the registry keeps referrers by itself, which it says only when the manifest has a subject.</returns>
    public async Task<bool> PutAsync(OciReference reference, StoredManifest manifest, CancellationToken cancellationToken)
    {
        OciCall call = new(reference, HttpMethod.Put, OciAddresses.Of(reference, options, $"manifests/{reference.Tag ?? manifest.Digest}"))
        {
            Writes = true,
            Content = _ =>
            {
                ReadOnlyMemoryContent content = new(manifest.Bytes);
                content.Headers.TryAddWithoutValidation("Content-Type", manifest.MediaType);
                return content;
            },
        };
        using StallClock clock = transport.StartClock(cancellationToken);
        using HttpResponseMessage response = await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        await RegistryAnswers.ExpectAsync(response, call, "a manifest", clock, 200, 201, 202).ConfigureAwait(false);
        string? stored = RegistryAnswers.Header(response, "Docker-Content-Digest");
        if (stored is not null && stored != manifest.Digest) { throw OciException.Unusable(reference.Registry, $"it stored {stored} where {manifest.Digest} was sent"); }
        return response.Headers.Contains("OCI-Subject");
    }

    /// <summary>Makes the bytes of a manifest.</summary>
    /// <exception cref="OciException">They would be larger than registries take.</exception>
    public StoredManifest Seal(OciReference reference, OciManifest manifest)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, OciJson.Default.OciManifest);
        return bytes.Length <= options.MaxManifestBytes
            ? new StoredManifest(manifest, manifest.MediaType!, Digest.Format(SHA256.HashData(bytes)), bytes)
            : throw OciException.Invalid(reference.Registry, $"its manifest has {bytes.Length} bytes where {options.MaxManifestBytes} are allowed. Register fewer files, parameters or metrics, or raise {OciOptions.SectionName}:{nameof(OciOptions.MaxManifestBytes)}");
    }

    private static StoredManifest Open(OciReference reference, byte[] bytes, string? contentType, string? said)
    {
        string digest = Digest.Format(SHA256.HashData(bytes));
        string expected = reference.Digest ?? (Digest.IsDigest(said) ? said : digest);
        if (digest != expected) { throw new ArtifactDigestMismatchException($"manifest '{reference.Target}'", expected, digest); }
        try
        {
            OciManifest manifest = JsonSerializer.Deserialize(bytes, OciJson.Default.OciManifest) ?? throw new JsonException();
            ManifestRules.Check(manifest, reference.Registry);
            return new StoredManifest(manifest, manifest.MediaType ?? contentType ?? OciMediaTypes.Manifest, digest, bytes);
        }
        catch (JsonException error)
        {
            throw OciException.Unusable(reference.Registry, $"manifest '{reference.Target}' is not JSON of a manifest", cause: error);
        }
    }
}
