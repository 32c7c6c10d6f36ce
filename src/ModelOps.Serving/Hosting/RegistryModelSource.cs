namespace ModelOps.Serving;

internal sealed class RegistryModelSource(string model, IReadOnlyList<string> aliases, IModelRegistry registry) : IModelSource
{
    public IReadOnlyList<string> Aliases => aliases;

    public async Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelAlias> known = await registry.ListAliasesAsync(model, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from alias in aliases
               join target in known on alias equals target.Alias
               select new ModelTarget(
                   alias, target.Revision, target.Version.ToString(), target.Number, token => FetchAsync(target.Number, token)),
        ];
    }

    private async Task<ModelPackage> FetchAsync(long number, CancellationToken cancellationToken)
    {
        ModelReference reference = ModelReference.ToVersion(model, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        ModelVersion version = await registry.ResolveAsync(reference, cancellationToken).ConfigureAwait(false);
        return await registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
    }
}
