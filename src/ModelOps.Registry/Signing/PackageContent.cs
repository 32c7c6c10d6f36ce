namespace ModelOps.Registry.Signing;

/// <summary>What lies in a fetched version's folder, hashed at most once for each way of hashing.</summary>
internal sealed class PackageContent(string folder)
{
    private readonly Dictionary<long, IReadOnlyList<SignedResource>> _hashed = [];
    private List<string>? _files;

    public async Task<IReadOnlyList<SignedResource>> HashAsync(long? shardSize, CancellationToken cancellationToken)
    {
        if (!_hashed.TryGetValue(shardSize ?? 0, out IReadOnlyList<SignedResource>? resources))
        {
            _files ??= FolderScan.List(folder, [], allowSymbolicLinks: false);
            _hashed[shardSize ?? 0] = resources = await FolderContent.HashAsync(folder, _files, shardSize, cancellationToken).ConfigureAwait(false);
        }

        return resources;
    }
}
