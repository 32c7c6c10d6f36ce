namespace Microsoft.Extensions.DependencyInjection;

internal sealed class ModelOpsBuilder(IServiceCollection services) : IModelOpsBuilder
{
    public IServiceCollection Services { get; } = services;
}
