using Microsoft.Extensions.Hosting;

namespace ModelOps.Registry.Signing;

/// <summary>Stops a host whose registry was replaced after signatures were asked for: it would load models unchecked.</summary>
internal sealed class SigningStartCheck(IModelRegistry registry) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => RegistryDecoration.PassesThrough<SigningModelRegistry>(registry)
        ? Task.CompletedTask
        : throw new InvalidOperationException("A registry that was added after AddModelSigning() hides it, so signatures would not be checked. Call AddModelSigning() after the registry is added.");

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
