using System.Text.Json;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>What refers to a manifest: by the referrers API or, where a registry has none, by the tag that stands in for it.</summary>
/// <remarks>The tag holds an index that clients read, change and write back, and no registry can make that atomic: after writing it is read again
/// until it has the entry. Source: OCI Distribution Specification 1.1, "Listing Referrers" and "Referrers Tag Schema".</remarks>
internal sealed class ReferrerLists(RegistryTransport transport, ManifestStore manifests, OciOptions options)
{
    private const int MaxAttempts = 10;
    private const int MaxPages = 1000;

    public async Task<IReadOnlyList<OciDescriptor>> ListAsync(OciReference repository, string digest, string? artifactType, CancellationToken cancellationToken)
    {
        List<OciDescriptor> found = await AskAsync(repository, digest, artifactType, cancellationToken).ConfigureAwait(false)
            ?? [.. (await manifests.FindAsync(TagFor(repository, digest), cancellationToken).ConfigureAwait(false))?.Manifest.Manifests ?? []];
        return [.. found.Where(d => artifactType is null || d.ArtifactType == artifactType)];
    }

    /// <summary>Adds an entry to the tag that stands in for the referrers API.</summary>
    public async Task AddToTagAsync(OciReference repository, string digest, OciDescriptor entry, CancellationToken cancellationToken)
    {
        OciReference tag = TagFor(repository, digest);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            IReadOnlyList<OciDescriptor> entries = (await manifests.FindAsync(tag, cancellationToken).ConfigureAwait(false))?.Manifest.Manifests ?? [];
            if (entries.Any(d => d.Digest == entry.Digest)) { return; }
            OciManifest index = new() { SchemaVersion = 2, MediaType = OciMediaTypes.Index, Manifests = [.. entries, entry] };
            await manifests.PutAsync(tag, manifests.Seal(repository, index), cancellationToken).ConfigureAwait(false);
        }

        throw OciException.Unavailable(repository.Registry, "others kept changing the list of attachments");
    }

    // Null where the registry has no such API.
    private async Task<List<OciDescriptor>?> AskAsync(OciReference repository, string digest, string? artifactType, CancellationToken cancellationToken)
    {
        string query = artifactType is null ? "" : $"?artifactType={Uri.EscapeDataString(artifactType)}";
        Uri? page = OciAddresses.Of(repository, options, $"referrers/{digest}{query}");
        Uri home = page;
        List<OciDescriptor> found = [];
        for (int pages = 0; page is not null && pages < MaxPages; pages++)
        {
            OciCall call = new(repository, HttpMethod.Get, page) { Accept = OciMediaTypes.Index };
            using StallClock clock = transport.StartClock(cancellationToken);
            using HttpResponseMessage response = await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
            await RegistryAnswers.ExpectAsync(response, call, "list of referrers", clock, 200, 404, 405, 400).ConfigureAwait(false);
            if ((int)response.StatusCode != 200 || response.Content.Headers.ContentType?.MediaType != OciMediaTypes.Index) { return null; }
            byte[] body = await BoundedBody.ReadAsync(response, options.MaxManifestBytes, repository.Registry, "list of referrers", clock).ConfigureAwait(false);
            found.AddRange(Parse(body, repository).Manifests ?? []);
            if (found.Count > options.MaxTags) { throw OciException.Unusable(repository.Registry, "it lists more referrers than this client reads"); }
            page = OciAddresses.Next(response, page);
            if (page is not null && page.Authority != home.Authority) { throw OciException.Unusable(repository.Registry, "its list of referrers goes on at another host"); }
        }

        return found;
    }

    private static OciManifest Parse(byte[] body, OciReference repository)
    {
        try
        {
            OciManifest index = JsonSerializer.Deserialize(body, OciJson.Default.OciManifest) ?? throw new JsonException();
            ManifestRules.Check(index, repository.Registry);
            return index;
        }
        catch (JsonException error)
        {
            throw OciException.Unusable(repository.Registry, "its list of referrers is not JSON of one", cause: error);
        }
    }

    private static OciReference TagFor(OciReference repository, string digest) => repository.WithTag($"sha256-{Digest.Hex(digest)}");
}
