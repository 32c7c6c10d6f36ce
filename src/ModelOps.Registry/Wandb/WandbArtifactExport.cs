using System.Security.Cryptography;
using ModelOps.Registry.Oci.Distribution;

namespace ModelOps.Registry.Wandb;

/// <summary>Takes one version through the calls that make an artifact of it: create, manifest, files, manifest again with what it holds, commit.</summary>
internal sealed class WandbArtifactExport(WandbUploads uploads, WandbOptions options, WandbArtifacts artifacts)
{
    private const int MaxBatch = 1000;
    private long _uploaded;
    private long _done;

    public long Uploaded => _uploaded;

    /// <returns>Id of the artifact, and whether it was not there.</returns>
    public async Task<(string Id, bool IsNew)> RunAsync(
        ModelVersion version, List<WandbFile> files, string digest, IReadOnlyList<string> aliases, IProgress<WandbProgress>? progress, CancellationToken cancellationToken)
    {
        (string id, string state, string? latest) = await artifacts.CreateAsync(version, digest, aliases, cancellationToken).ConfigureAwait(false);
        if (await IsThereAsync(id, state, aliases, cancellationToken).ConfigureAwait(false)) { return (id, false); }
        try
        {
            await UploadAsync(id, latest, files, progress, cancellationToken).ConfigureAwait(false);
            await artifacts.CommitAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (WandbException error) when (error.Code == WandbErrorCodes.Conflict)
        {
            // Another export of the same content may have been faster; then all is well.
            (id, state, _) = await artifacts.CreateAsync(version, digest, aliases, cancellationToken).ConfigureAwait(false);
            if (!await IsThereAsync(id, state, aliases, cancellationToken).ConfigureAwait(false)) { throw; }
            return (id, false);
        }

        return (id, true);
    }

    private async Task<bool> IsThereAsync(string id, string state, IReadOnlyList<string> aliases, CancellationToken cancellationToken)
    {
        switch (state)
        {
            case "COMMITTED" or "COMMITTING":
                await artifacts.AddAliasesAsync(id, aliases, cancellationToken).ConfigureAwait(false);
                return true;
            case "PENDING" or "DELETED": // the latter is what old servers call one that is to be made again
                return false;
            default:
                throw WandbException.Unusable("the state of the artifact");
        }
    }

    private async Task UploadAsync(string id, string? latest, List<WandbFile> files, IProgress<WandbProgress>? progress, CancellationToken cancellationToken)
    {
        (string draft, _) = await artifacts.CreateManifestAsync(id, latest, "", cancellationToken).ConfigureAwait(false);
        long total = files.Sum(static f => f.Size);
        for (int at = 0; at < files.Count; at += MaxBatch)
        {
            List<WandbFile> batch = files.GetRange(at, Math.Min(MaxBatch, files.Count - at));
            IReadOnlyList<WandbTarget> targets = await artifacts.CreateFilesAsync(id, draft, batch, cancellationToken).ConfigureAwait(false);
            await Parallel.ForEachAsync(
                batch.Zip(targets),
                new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrency, CancellationToken = cancellationToken },
                async (pair, token) =>
                {
                    if (await PutAsync(id, draft, pair.First, pair.Second, token).ConfigureAwait(false)) { Interlocked.Add(ref _uploaded, pair.First.Size); }
                    progress?.Report(new WandbProgress(WandbPhase.Files, Interlocked.Add(ref _done, pair.First.Size), total));
                }).ConfigureAwait(false);
            for (int i = 0; i < batch.Count; i++) { files[at + i] = batch[i] with { BirthArtifact = targets[i].Artifact ?? id }; }
        }

        byte[] manifest = WandbManifest.Write(files);
        string md5 = Convert.ToBase64String(MD5.HashData(manifest));
        (_, WandbTarget target) = await artifacts.CreateManifestAsync(id, latest, md5, cancellationToken).ConfigureAwait(false);
        if (target.Address is not { } address) { throw WandbException.Unusable("where the manifest goes"); }
        await uploads.PutAsync("the upload of the manifest", address, target.Headers, BlobSource.FromBytes(manifest), 0, manifest.Length, md5, cancellationToken).ConfigureAwait(false);
    }

    // An address that is no longer good, or content that someone else brought meanwhile, is asked about once more.
    private async Task<bool> PutAsync(string artifact, string manifest, WandbFile file, WandbTarget target, CancellationToken cancellationToken)
    {
        if (target.Address is null && target.Parts.Count == 0) { return false; }
        try
        {
            await PutOnceAsync(artifact, file, target, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (WandbException error) when (error.Code is WandbErrorCodes.Denied or WandbErrorCodes.Conflict)
        {
            WandbTarget again = (await artifacts.CreateFilesAsync(artifact, manifest, [file], cancellationToken).ConfigureAwait(false))[0];
            if (again.Address is null && again.Parts.Count == 0) { return false; }
            await PutOnceAsync(artifact, file, again, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private async Task PutOnceAsync(string artifact, WandbFile file, WandbTarget target, CancellationToken cancellationToken)
    {
        string what = $"the upload of '{file.Path}'";
        BlobSource source = BlobSource.FromFile(file.Source);
        if (target.Parts.Count == 0)
        {
            await uploads.PutAsync(what, target.Address!, target.Headers, source, 0, file.Size, file.Md5, cancellationToken).ConfigureAwait(false);
            return;
        }

        long size = WandbManifest.PartSize(file.Size, options);
        List<string> tags = [];
        foreach ((int index, string hex) in file.Parts.Index())
        {
            if (!target.Parts.TryGetValue(index + 1, out string? address)) { throw WandbException.Unusable(what); }
            string md5 = Convert.ToBase64String(Convert.FromHexString(hex));
            string[] headers = [.. target.Headers.Where(static h => !h.StartsWith("Content-MD5:", StringComparison.OrdinalIgnoreCase))]; // that of the whole file
            tags.Add(await uploads.PutAsync(what, address, headers, source, index * size, Math.Min(size, file.Size - (index * size)), md5, cancellationToken).ConfigureAwait(false)
                ?? throw WandbException.Unusable(what));
        }

        await artifacts.CompleteAsync(artifact, target, tags, cancellationToken).ConfigureAwait(false);
    }
}
