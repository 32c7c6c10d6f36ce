namespace ModelOps.Registry.Signing;

/// <summary>Refuses to hand out the files of a version that is not signed as the rule of its model asks.</summary>
internal sealed class SigningModelRegistry(IModelRegistry inner, VersionSigning signing) : DelegatingModelRegistry(inner)
{
    public override async Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ModelPackage package = await Inner.FetchAsync(version, cancellationToken).ConfigureAwait(false);
        await signing.VerifyAsync(version, package, cancellationToken).ConfigureAwait(false);
        return package;
    }
}
