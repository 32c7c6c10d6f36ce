using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Oci.Layers;

namespace ModelOps.Registry.Oci;

public sealed partial class OciModelClient
{
    private const string Place = "folder that the model is pulled into";

    /// <summary>Pulls a model into a new folder. The folder appears with all files or not at all.</summary>
    /// <param name="source">Where the model is; names a tag or a digest.</param>
    /// <param name="folder">Folder to make; it must not exist, its parent must.</param>
    /// <param name="progress">Told of bytes as they come, from several threads; null for nobody.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is left then.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException"><paramref name="source"/> names neither tag nor digest.</exception>
    /// <exception cref="IOException"><paramref name="folder"/> exists, or its parent does not.</exception>
    /// <exception cref="RegistryStorageException">The disk is full or may not be written; nothing is left.</exception>
    /// <exception cref="ArtifactDigestMismatchException">Bytes are not those of their digest.</exception>
    /// <exception cref="OciException">It is not there, is no model, holds what is not safe to unpack, or the registry cannot be used.</exception>
    public async Task<OciModel> PullAsync(
        OciReference source, string folder, IProgress<OciProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string target = Path.GetFullPath(folder);
        if (Path.Exists(target)) { throw new IOException($"'{Path.GetFileName(target)}' exists already; a model is pulled into a new folder."); }
        string aside = $"{target.TrimEnd(Path.DirectorySeparatorChar)}.{Guid.NewGuid():N}.partial";
        try
        {
            OciModel model = await InspectAsync(source, cancellationToken).ConfigureAwait(false);
            await PullAsideAsync(model, aside, progress, cancellationToken).ConfigureAwait(false);
            Directory.Move(Path.Combine(aside, "files"), target);
            return model;
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

    private async Task<string> PullAsideAsync(OciModel model, string aside, IProgress<OciProgress>? progress, CancellationToken cancellationToken)
    {
        ExtractionBudget budget = new(model.Reference.Registry, _options.MaxModelBytes);
        OciDescriptor[] blobs = [.. model.Layers.DistinctBy(static l => l.Digest, StringComparer.Ordinal)];
        long total = 0;
        foreach (OciDescriptor blob in blobs)
        {
            if (blob.Size > _options.MaxModelBytes - total)
            {
                throw budget.Refused($"its layers have more than {_options.MaxModelBytes} bytes. Raise {OciOptions.SectionName}:{nameof(OciOptions.MaxModelBytes)} if that is right");
            }

            total += blob.Size;
        }

        string download = Directory.CreateDirectory(Path.Combine(aside, "blobs")).FullName;
        string files = Directory.CreateDirectory(Path.Combine(aside, "files")).FullName;
        TransferMeter meter = new(progress, total);
        await Parallel.ForEachAsync(
            blobs,
            new ParallelOptions { MaxDegreeOfParallelism = _options.MaxConcurrency, CancellationToken = cancellationToken },
            async (blob, token) => await _downloads.DownloadAsync(model.Reference, blob, BlobPath(blob), meter.Advance, token).ConfigureAwait(false)).ConfigureAwait(false);

        for (int i = 0; i < model.Layers.Count; i++)
        {
            await LayerExtractor.ExtractAsync(model.Layers[i], model.DiffIds?[i], BlobPath(model.Layers[i]), files, budget, cancellationToken).ConfigureAwait(false);
        }

        budget.CheckPaths();
        return files;

        string BlobPath(OciDescriptor blob) => Path.Combine(download, Digest.Hex(blob.Digest).ToString());
    }
}
