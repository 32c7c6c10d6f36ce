using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Turns files into a warm generation.</summary>
internal sealed class ModelLoader(
    IEnumerable<IModelRuntime> runtimes, IOptions<ServingOptions> options, ServingMetrics metrics, TimeProvider timeProvider, ILogger<ModelLoader>? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger<ModelLoader>.Instance;
    private readonly IModelRuntime[] _runtimes = [.. runtimes];
    private readonly SemaphoreSlim _places = new(Math.Max(2, Environment.ProcessorCount / 2)); // loading must not starve the calls

    public async Task<ModelGeneration> LoadAsync(
        string model, string version, string? runtime, Func<CancellationToken, Task<ModelPackage>> fetch, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        long start = timeProvider.GetTimestamp();
        try
        {
            ModelGeneration generation = await LoadAsync(await fetch(cancellationToken).ConfigureAwait(false), runtime, cancellationToken).ConfigureAwait(false);
            metrics.Loaded(timeProvider.GetElapsedTime(start), model, null);
            return generation;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            metrics.Loaded(timeProvider.GetElapsedTime(start), model, (e as ModelOpsException)?.Code ?? ModelOpsErrorCodes.ModelLoadFailed);
            if (e is ModelLoadException) { throw; }
            throw new ModelLoadException($"{model}:{version}", e is ModelOpsException ? e.Message : "an unexpected error; the inner exception says more.", e);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<ModelGeneration> LoadAsync(ModelPackage package, string? name, CancellationToken cancellationToken)
    {
        IModelRuntime runtime = FindRuntime(package, name ?? options.Value.Runtime);
        long start = timeProvider.GetTimestamp();
        IModelSession session = await runtime.LoadAsync(package, cancellationToken).ConfigureAwait(false);
        try
        {
            TimeSpan load = timeProvider.GetElapsedTime(start);
            start = timeProvider.GetTimestamp();
            await WarmUpAsync(package, session, cancellationToken).ConfigureAwait(false);
            _logger.ModelLoaded(
                package.Model, package.Version, runtime.Name, load.TotalMilliseconds, timeProvider.GetElapsedTime(start).TotalMilliseconds,
                string.Join(", ", session.Properties.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"{p.Key}={p.Value}")));
            return new ModelGeneration(package, runtime, session, timeProvider);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private IModelRuntime FindRuntime(ModelPackage package, string? name)
    {
        string known = string.Join(", ", _runtimes.Select(static r => r.Name));
        IModelRuntime[] candidates = name is null ? _runtimes : Array.FindAll(_runtimes, r => r.Name == name);
        if (candidates.Length == 0)
        {
            throw new ModelLoadException($"{package.Model}:{package.Version}", $"there is no runtime '{name}' (runtimes: {known}). Name one of them, or add the package that brings it.");
        }

        return Array.Find(candidates, r => r.CanLoad(package)) ?? throw new ModelLoadException(
            $"{package.Model}:{package.Version}",
            $"{(name is null ? "no runtime takes" : $"runtime '{name}' does not take")} the format '{package.Format}' (runtimes: {known}). "
            + "Add the package whose runtime does, or convert the model to ONNX.");
    }

    private async Task WarmUpAsync(ModelPackage package, IModelSession session, CancellationToken cancellationToken)
    {
        if (options.Value.WarmUpRuns == 0) { return; }
        try
        {
            await Task.Factory.StartNew(
                () => ModelWarmUp.Run(package, session, options.Value.WarmUpRuns, cancellationToken),
                cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (ModelExecutionException e)
        {
            _logger.WarmUpFailed(package.Model, package.Version, e);
        }
    }
}
