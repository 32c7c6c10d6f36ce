using Microsoft.Extensions.Logging;
using ModelOps.Registry.Artifacts;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>Fetched files on this machine, by their digests, so that versions share what they have in common. Opened when it is first needed.</summary>
internal sealed class VersionCache : IDisposable
{
    private readonly ScratchFolder _scratch;
    private readonly FolderBlobStore _blobs;
    private readonly PackageStore _packages;
    private readonly string _packageFolder;

    public VersionCache(MlflowOptions options, TimeProvider timeProvider, ILogger logger)
    {
        string root = Path.GetFullPath(options.CachePath);
        try
        {
            _scratch = ScratchFolder.Open(Path.Combine(root, "temp"), timeProvider, out _);
            _blobs = new FolderBlobStore(Path.Combine(root, "blobs"), _scratch, logger);
            _packageFolder = Path.Combine(root, "packages");
            _packages = new PackageStore(_packageFolder, _blobs, _scratch, new VerifiedFiles(enabled: true), timeProvider, logger);
            Trust = new TrustStore(Path.Combine(root, "trust"), options.TrackingUri!);
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    public TrustStore Trust { get; }

    public string NewPath() => _scratch.NewPath();

    public Task<StagedFile> StageAsync(ModelFile file, long maxBytes, CancellationToken cancellationToken) => _blobs.StageAsync(file, maxBytes, cancellationToken);

    /// <summary>Whether these bytes are here already, unharmed.</summary>
    public async Task<bool> HasAsync(string digest, CancellationToken cancellationToken)
    {
        string path = _blobs.FindFile(digest);
        return File.Exists(path) && await Digest.OfFileAsync(path, cancellationToken).ConfigureAwait(false) == digest;
    }

    public Task CommitAsync(IReadOnlyList<StagedFile> files, CancellationToken cancellationToken) => _blobs.CommitAsync(files, cancellationToken);

    /// <summary>The folder of a version whose files are all here, every byte checked.</summary>
    public async Task<string> OpenAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await _packages.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    /// <summary>Whether the folder of a version is here; it may be harmed.</summary>
    public bool HasPackage(string digest) => Directory.Exists(Digest.PathIn(_packageFolder, digest));

    public void Dispose() => _scratch.Dispose();
}
