using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Batching;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.OnnxRuntime;

namespace ModelOps.Serving.Tests.Batching;

/// <summary>A batched generation over any session, in real time.</summary>
internal sealed class ModelGenerationOf : IDisposable
{
    public ModelGenerationOf(IModelSession session, BatchingSettings settings, bool isPressed = false)
    {
        ModelPackage package = new() { Model = "m", Version = "1.0.0", Format = "fake", Directory = ".", Files = [] };
        Generation = new ModelGeneration(package, new OnnxRuntimeModelRuntime(Options.Create(new OnnxRuntimeOptions())), session, TimeProvider.System);
        BatchPlan plan = new(settings, true, "test", null);
        Batcher = new Batcher(Generation, plan, new BatchingMetrics(), TimeProvider.System, NullLogger.Instance, () => isPressed);
        Generation.Batch(plan, Batcher);
    }

    public ModelGeneration Generation { get; }

    public Batcher Batcher { get; }

    public void Dispose() => Generation.Unload();
}
