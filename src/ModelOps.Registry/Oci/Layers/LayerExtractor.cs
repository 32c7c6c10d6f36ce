using System.IO.Compression;
using ModelOps.Registry.Oci.ModelPack;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace ModelOps.Registry.Oci.Layers;

/// <summary>Unpacks layers whose bytes were checked into a folder that nobody else writes to. Only plain files are made: a link, a device or a path
/// that leads out of the folder refuses the whole model.</summary>
internal static class LayerExtractor
{
    // Weights hardly compress and text up to some tens of times; a bomb does a thousand times.
    private const long MaxExpansion = 200;
    private const long FreeBytes = 64L << 20;
    private const long ArchiveOverhead = 64L << 20;

    // 128 MiB, which every reader of zstd takes; a frame may ask for 2 GiB.
    private const int MaxWindowLog = 27;

    public static async Task ExtractAsync(
        OciDescriptor layer, string? diffId, string blob, string folder, ExtractionBudget budget, CancellationToken cancellationToken)
    {
        LayerKind kind = KindOf(layer, budget);
        if (kind == LayerKind.Raw)
        {
            if (diffId is not null && diffId != layer.Digest) { throw budget.Refused("its config names another content for a layer than its manifest"); }
            string? path = layer.Annotations?.GetValueOrDefault(ModelPackTypes.FilePath) ?? layer.Annotations?.GetValueOrDefault(ModelPackTypes.Title);
            budget.Take(path, layer.Size);
            File.Copy(blob, Prepare(folder, path!, budget)); // shares the bytes where the file system can
            return;
        }

        FileStream file = new(blob, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 << 10, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            Stream content = Decompress(kind, file);
            await using (content.ConfigureAwait(false))
            {
                long limit = budget.BytesLeft > long.MaxValue - ArchiveOverhead ? long.MaxValue : budget.BytesLeft + ArchiveOverhead;
                if (kind != LayerKind.Tar) { limit = Math.Min(limit, FreeBytes + (layer.Size * MaxExpansion)); }
                using MeteredStream metered = new(content, limit, () => budget.Refused("a compressed layer unpacks to far more than it should"));
                try
                {
                    await ExtractAsync(metered, folder, budget, cancellationToken).ConfigureAwait(false);
                    string actual = await metered.FinishAsync(cancellationToken).ConfigureAwait(false);
                    if (diffId is not null && diffId != actual) { throw budget.Refused("its config names another content for a layer than the layer has"); }
                }
                catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ZstdException)
                {
                    throw budget.Refused("a layer is no archive that can be read: " + error.Message.TrimEnd('.'));
                }
            }
        }
    }

    private static Stream Decompress(LayerKind kind, FileStream file)
    {
        switch (kind)
        {
            case LayerKind.TarGzip: return new GZipStream(file, CompressionMode.Decompress);
            case LayerKind.TarZstd:
                DecompressionStream zstd = new(file, bufferSize: 0, checkEndOfStream: true, leaveOpen: false);
                zstd.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);
                return zstd;
            default: return file;
        }
    }

    private static async Task ExtractAsync(Stream archive, string folder, ExtractionBudget budget, CancellationToken cancellationToken)
    {
        TarArchive tar = new(archive);
        while (await tar.NextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (entry.IsFolder) { continue; } // made with the files in it
            if (!entry.IsFile) { throw budget.Refused($"it has '{entry.Path}', which is neither a file nor a folder but a link, a device or something else that is not unpacked"); }
            string path = entry.Path.StartsWith("./", StringComparison.Ordinal) ? entry.Path[2..] : entry.Path;
            budget.Take(path, entry.Size);
            FileStream target = new(Prepare(folder, path, budget), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
            {
                await tar.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string Prepare(string folder, string path, ExtractionBudget budget)
    {
        string target = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        }
        catch (IOException)
        {
            throw budget.Refused($"it has a file where '{path}' needs a folder");
        }

        return Path.Exists(target) ? throw budget.Refused($"it has a folder or another file where '{path}' goes") : target;
    }

    private static LayerKind KindOf(OciDescriptor layer, ExtractionBudget budget)
    {
        string type = layer.MediaType;
        bool known = type.StartsWith(ModelPackTypes.LayerPrefix, StringComparison.Ordinal) || type.StartsWith(ModelPackTypes.KitLayerPrefix, StringComparison.Ordinal);
        return known switch
        {
            true when type.EndsWith(".raw", StringComparison.Ordinal) => LayerKind.Raw,
            true when type.EndsWith(".tar", StringComparison.Ordinal) => LayerKind.Tar,
            true when type.EndsWith(".tar+gzip", StringComparison.Ordinal) => LayerKind.TarGzip,
            true when type.EndsWith(".tar+zstd", StringComparison.Ordinal) => LayerKind.TarZstd,
            _ => throw budget.Refused("it has a layer of a type that is none of ModelPack or KitOps"),
        };
    }
}
