using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Oci;

public sealed partial class OciModelClient
{
    /// <summary>Pulls a model and registers it. The version has the digest that it has wherever the same files are registered.</summary>
    /// <param name="source">Where the model is; names a tag or a digest.</param>
    /// <param name="registry">Where to register it.</param>
    /// <param name="options">As what; null takes all from the artifact.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is registered then.</param>
    /// <returns>The version. Importing the same artifact again returns the same one.</returns>
    /// <exception cref="ArgumentException"><paramref name="source"/> names neither tag nor digest, or no valid name or format is known; the message says which option gives it.</exception>
    /// <exception cref="ArtifactDigestMismatchException">Bytes are not those of their digest, or the files not those of the version that the artifact says it holds.</exception>
    /// <exception cref="RegistryStorageException">The disk of the temporary folder is full or may not be written; nothing is registered.</exception>
    /// <exception cref="ModelVersionConflictException">The registry has the version with other files.</exception>
    /// <exception cref="OciException">It is not there, is no model, holds what is not safe to unpack, or the registry cannot be used.</exception>
    public async Task<ModelVersion> ImportAsync(
        OciReference source, IModelRegistry registry, OciImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(registry);
        options ??= new OciImportOptions();
        string aside = Path.Combine(_options.TemporaryFolder ?? Path.GetTempPath(), $"modelops-oci-{Guid.NewGuid():N}");
        try
        {
            OciModel model = await InspectAsync(source, cancellationToken).ConfigureAwait(false);
            string folder = await PullAsideAsync(model, aside, options.Progress, cancellationToken).ConfigureAwait(false);
            string[] paths = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'))];
            ModelRegistration registration = Describe(model, source, options, paths, folder);
            await CheckDigestAsync(model, paths, folder, cancellationToken).ConfigureAwait(false);
            ModelVersion version = await registry.RegisterAsync(registration, cancellationToken).ConfigureAwait(false);
            _logger.OciModelImported(source, model.Manifest.Digest, version.Model, version.Version);
            return version;
        }
        catch (Exception error) when (StorageErrors.IsRefusedWrite(error))
        {
            throw StorageErrors.RefusedWrite(error, Place);
        }
        finally
        {
            ScratchFolder.TryDelete(aside);
        }
    }

    private static ModelRegistration Describe(OciModel model, OciReference source, OciImportOptions options, string[] paths, string folder)
    {
        string name = options.Model ?? new[] { model.ModelName, source.Repository[(source.Repository.LastIndexOf('/') + 1)..] }.FirstOrDefault(ModelReference.IsName)
            ?? throw new ArgumentException($"Neither the artifact nor its repository has a name that a model may have. Give one in {nameof(OciImportOptions)}.{nameof(OciImportOptions.Model)}.", nameof(options));
        return new ModelRegistration
        {
            Model = name,
            Version = options.Version ?? (SemanticVersion.TryParse(model.Version, out SemanticVersion? version) ? version : null),
            Format = options.Format ?? model.FileFormat?.ToLowerInvariant() ?? GuessFormat(paths),
            Files = [.. paths.Select(path => ModelFile.FromFile(path, Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar))))],
            Signature = model.Note?.Signature,
            Metrics = model.Note?.Metrics ?? new Dictionary<string, double>(),
            Parameters = model.Note?.Parameters ?? new Dictionary<string, string>(),
            Tags = model.Note?.Tags ?? new Dictionary<string, string>(),
            Description = model.Description,
            IdempotencyKey = $"oci:{model.Manifest.Digest}",
            Actor = options.Actor,
        };
    }

    private static string GuessFormat(string[] paths)
    {
        string[] weights = [.. paths.Where(static p => ModelPack.ModelPackTypes.LayerOf(p).Contains(".weight.v1", StringComparison.Ordinal)).Select(static p => Path.GetExtension(p).TrimStart('.').ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
        return weights is [{ Length: > 0 } one]
            ? one
            : throw new ArgumentException($"The artifact does not say what its files are. Give it in {nameof(OciImportOptions)}.{nameof(OciImportOptions.Format)}, e.g. 'onnx'.", "options");
    }

    // Found out before it is registered: a version cannot be taken back.
    private static async Task CheckDigestAsync(OciModel model, string[] paths, string folder, CancellationToken cancellationToken)
    {
        if (model.VersionDigest is null) { return; }
        List<ArtifactDescriptor> files = [];
        foreach (string path in paths)
        {
            string file = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
            files.Add(new ArtifactDescriptor(path, await Digest.OfFileAsync(file, cancellationToken).ConfigureAwait(false), new FileInfo(file).Length));
        }

        string actual = VersionManifest.DigestOf(files);
        if (actual != model.VersionDigest) { throw new ArtifactDigestMismatchException($"{model.ModelName}:{model.Version}", model.VersionDigest, actual); }
    }
}
