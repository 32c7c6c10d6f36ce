namespace ModelOps.Serving;

/// <summary>One file, and what is written over it, renamed to it or linked in its place.</summary>
/// <remarks>It is looked at from time to time: that sees every kind of change, also on network disks, for the price of a stat.</remarks>
internal sealed class FileModelSource(HostedModelOptions model, ServingOptions options, TimeProvider timeProvider) : IModelSource
{
    private readonly ContentWatch _watch = new(options.WatchSettleTime, timeProvider);

    public IReadOnlyList<string> Aliases => [];

    public TimeSpan NextRead => _watch.IsSettling ? options.WatchSettleTime : options.WatchInterval;

    public bool Concerns(RegistryEvent news) => false;

    public async Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken)
    {
        string file = model.File!;
        if (FileMark.TryRead(file, Path.GetFileName(file)) is { } mark)
        {
            await _watch.UpdateAsync([mark], trustFirst: true, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            ModelPackage.FromFile(model.Name, file); // says that it is missing
        }

        string digest = _watch.Digest!;
        return [new ModelTarget(null, 0, model.FileVersion, null, _ => FetchAsync(digest)) { Digest = digest }];
    }

    private Task<ModelPackage> FetchAsync(string digest) =>
        Task.FromResult(ModelPackage.FromFile(model.Name, model.File!, model.FileVersion) with { Digest = digest });
}
