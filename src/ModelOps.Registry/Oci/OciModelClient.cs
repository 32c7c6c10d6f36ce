using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.Registry.Oci.Distribution;
using ModelOps.Registry.Oci.ModelPack;

namespace ModelOps.Registry.Oci;

/// <summary>Pushes model versions to OCI registries as CNCF ModelPack, and reads ModelPack and KitOps kits from them.</summary>
/// <remarks>Thread-safe; keep one for the life of the program. It owns its connections. Registries off this machine are reached over TLS only, unless
/// <see cref="OciOptions.PlainHttpRegistries"/> names them. All bytes are checked against their digests; what is not as it says is refused and removed.
/// Sources: OCI Distribution Specification 1.1, OCI Image Format Specification 1.1, CNCF model-spec v1.</remarks>
public sealed partial class OciModelClient : IDisposable
{
    private readonly OciOptions _options;
    private readonly ILogger _logger;
    private readonly RegistryTransport _transport;
    private readonly BlobUploads _uploads;
    private readonly BlobDownloads _downloads;
    private readonly ManifestStore _manifests;
    private readonly ReferrerLists _referrers;
    private readonly TagLists _tags;

    /// <summary>Makes a client.</summary>
    /// <param name="options">Settings; read once. Null for the defaults.</param>
    /// <param name="timeProvider">Clock of waits and timeouts; null for the system's.</param>
    /// <param name="loggerFactory">Where it logs; null for nowhere.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is out of its range.</exception>
    public OciModelClient(OciOptions? options = null, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null)
    {
        _options = OciOptionsValidator.Ensure(options ?? new OciOptions());
        _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("ModelOps.Registry.Oci");
        _transport = new RegistryTransport(_options, timeProvider ?? TimeProvider.System, _logger);
        _uploads = new BlobUploads(_transport, _options);
        _downloads = new BlobDownloads(_transport, _options);
        _manifests = new ManifestStore(_transport, _options);
        _referrers = new ReferrerLists(_transport, _manifests, _options);
        _tags = new TagLists(_transport, _options);
    }

    /// <summary>Lists the tags of a repository.</summary>
    /// <param name="repository">The repository; tag and digest are ignored.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The tags, in the registry's order.</returns>
    /// <exception cref="OciException">There is no such repository, or the registry cannot be used.</exception>
    public Task<IReadOnlyList<string>> ListTagsAsync(OciReference repository, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return _tags.ListAsync(repository.Bare, cancellationToken);
    }

    /// <summary>Reads what a tag or digest points at, without the files.</summary>
    /// <param name="source">Where the model is; names a tag or a digest.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException"><paramref name="source"/> names neither tag nor digest.</exception>
    /// <exception cref="ArtifactDigestMismatchException">Bytes are not those of their digest.</exception>
    /// <exception cref="OciException">It is not there, is no model, or the registry cannot be used.</exception>
    public async Task<OciModel> InspectAsync(OciReference source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        StoredManifest stored = await _manifests.GetAsync(source, cancellationToken).ConfigureAwait(false);
        if (stored.Manifest.Manifests is not null && stored.Manifest.Config is null)
        {
            throw OciException.Invalid(source.Registry, "the reference names an index of several artifacts. Name one of them by its digest");
        }

        if (!ModelPackReader.IsModel(stored.Manifest)) { throw OciException.Invalid(source.Registry, "its config is neither of ModelPack nor of KitOps"); }
        byte[] config = await _downloads.ReadAsync(source, stored.Manifest.Config!, _options.MaxManifestBytes, cancellationToken).ConfigureAwait(false);
        return ModelPackReader.Read(source, stored, config);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _transport.Dispose();
}
