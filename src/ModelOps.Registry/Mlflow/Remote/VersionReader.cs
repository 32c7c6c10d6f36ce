using System.Collections.Concurrent;
using System.Text;
using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Metadata;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>Makes versions of ours of what the server tells: by our tags where we registered them, else by their MLmodel file.</summary>
internal sealed class VersionReader(MlflowApi api, RemoteModels models, MlflowArtifacts artifacts, Func<VersionCache> cache)
{
    private const int MaxKnown = 10_000;
    private const int MaxModelFileBytes = 4 << 20;
    private const int MaxDocumentBytes = 16 << 20;
    private const int Lanes = 8;
    private const string UnknownFormat = "unknown";
    private readonly ConcurrentDictionary<(string, long, DateTimeOffset), (string Format, ModelSignature? Signature)> _foreign = [];
    private readonly ConcurrentDictionary<(string, long, DateTimeOffset), VersionDocument> _documents = [];

    public async Task<IReadOnlyList<ModelVersion>> ReadAllAsync(IReadOnlyList<WireVersion> versions, CancellationToken cancellationToken)
    {
        ModelVersion[] read = new ModelVersion[versions.Count];
        await Parallel.ForAsync(0, read.Length, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken }, async (i, token) =>
            read[i] = await ReadAsync(versions[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return read;
    }

    public async Task<ModelVersion> ReadAsync(WireVersion version, CancellationToken cancellationToken)
    {
        if (await FindDocumentAsync(version, cancellationToken).ConfigureAwait(false) is { } document)
        {
            return Make(version, version.Tags[VersionTags.Format], document.Files, document.Signature) with
            {
                Metrics = document.Metrics,
                Parameters = document.Parameters,
                Tags = document.Tags,
                Description = document.Description,
            };
        }

        (string format, ModelSignature? signature) = await ReadForeignAsync(version, cancellationToken).ConfigureAwait(false);
        return Make(version, format, cache().Trust.Find(version) ?? [], signature) with
        {
            Tags = VersionTags.WithoutOwn(version.Tags),
            Description = version.Description,
        };
    }

    /// <summary>Where the files of a version lie in the server's store.</summary>
    public async Task<string> LocateAsync(WireVersion version, CancellationToken cancellationToken) =>
        await LocateAsync(await models.GetDownloadUriAsync(version.Model, version.Number, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Where what a URI means lies in the server's store.</summary>
    public async Task<string> LocateAsync(string uri, CancellationToken cancellationToken)
    {
        if (!MlflowUri.TryParse(uri, out MlflowUri? parsed)) { return artifacts.PathOf(uri); }
        return parsed.Kind switch
        {
            MlflowUriKind.LoggedModel => MlflowArtifacts.Join(artifacts.PathOf(await AskAsync($"logged-models/{parsed.Name}", "model", []).ConfigureAwait(false)), parsed.Path),
            MlflowUriKind.Run => MlflowArtifacts.Join(artifacts.PathOf(await AskAsync("runs/get", "run", [("run_id", parsed.Name)]).ConfigureAwait(false)), parsed.Path),
            _ => artifacts.PathOf(uri),
        };

        async Task<string> AskAsync(string call, string field, (string, string?)[] query) =>
            MlflowJson.Find(await api.GetAsync(call, cancellationToken, query).ConfigureAwait(false), field) is { } found
            && MlflowJson.Find(found, "info") is { } info && MlflowJson.Text(info, "artifact_uri") is { } location
                ? location
                : throw MlflowServerException.Unusable(api.Http.Server, "it does not say where artifacts lie");
    }

    private static ModelVersion Make(WireVersion version, string format, IReadOnlyList<ArtifactDescriptor> files, ModelSignature? signature) => new()
    {
        Model = version.Model,
        Number = version.Number,
        Version = version.SemanticVersion,
        Format = format,
        Files = files,
        Digest = files.Count == 0 ? "" : VersionManifest.DigestOf(files),
        CreatedAt = version.CreatedAt,
        Signature = signature,
        RunId = version.RunId,
        Source = version.Source,
    };

    /// <summary>What we wrote when we registered it; null for a version that another client registered.</summary>
    private async Task<VersionDocument?> FindDocumentAsync(WireVersion version, CancellationToken cancellationToken)
    {
        if (!version.Tags.ContainsKey(VersionTags.Format) || !version.Tags.TryGetValue(VersionTags.Digest, out string? digest)) { return null; }
        (string, long, DateTimeOffset) key = (version.Model, version.Number, version.CreatedAt);
        if (_documents.TryGetValue(key, out VersionDocument? known)) { return known; }
        VersionDocument? document = VersionTags.Read(version);
        if (document is null)
        {
            string path = MlflowArtifacts.Join(await LocateAsync(version, cancellationToken).ConfigureAwait(false), VersionTags.DocumentFile);
            byte[]? bytes = await artifacts.ReadAsync(path, MaxDocumentBytes, cancellationToken).ConfigureAwait(false);
            document = (bytes is null ? null : VersionTags.Read(version, Encoding.UTF8.GetString(bytes)))
                ?? throw new ArtifactDigestMismatchException(VersionTags.DocumentFile, digest, bytes is null ? "no file" : "another list of files");
        }

        if (_documents.Count >= MaxKnown) { _documents.Clear(); }
        return _documents.GetOrAdd(key, document);
    }

    private async Task<(string Format, ModelSignature? Signature)> ReadForeignAsync(WireVersion version, CancellationToken cancellationToken)
    {
        (string, long, DateTimeOffset) key = (version.Model, version.Number, version.CreatedAt);
        if (_foreign.TryGetValue(key, out (string, ModelSignature?) known)) { return known; }
        (string, ModelSignature?) read = (UnknownFormat, null);
        try
        {
            string folder = await LocateAsync(version, cancellationToken).ConfigureAwait(false);
            byte[]? file = await artifacts.ReadAsync(MlflowArtifacts.Join(folder, MlflowModel.FileName), MaxModelFileBytes, cancellationToken).ConfigureAwait(false);
            if (file is not null)
            {
                MlflowModel model = MlflowModel.Parse(Encoding.UTF8.GetString(file));
                read = (model.Format, model.Signature?.ToModelSignature());
            }
        }
        catch (ModelOpsException error) when (error is MlflowFormatException or MlflowServerException { Code: not MlflowErrorCodes.Unreachable })
        {
            api.Logger.MlflowModelFileUnreadable(version.Model, version.Number, error.Code); // it can still be listed, moved and deleted
        }

        if (_foreign.Count >= MaxKnown) { _foreign.Clear(); }
        return _foreign.GetOrAdd(key, read);
    }
}
