namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What <c>AddModelOps()</c> returns; each package adds its verb as an extension of it.</summary>
public interface IModelOpsBuilder
{
    /// <summary>Services of the host.</summary>
    IServiceCollection Services { get; }
}
