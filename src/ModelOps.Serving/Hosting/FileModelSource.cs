namespace ModelOps.Serving;

internal sealed class FileModelSource(string model, string file, string version) : IModelSource
{
    public IReadOnlyList<string> Aliases => [];

    public TimeSpan NextRead => Timeout.InfiniteTimeSpan;

    public bool Concerns(RegistryEvent news) => false;

    public Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ModelTarget>>(
        [new ModelTarget(null, 0, version, null, _ => Task.FromResult(ModelPackage.FromFile(model, file, version)))]);
}
