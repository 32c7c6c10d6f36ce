using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ModelOps.Serving.OnnxRuntime;

namespace ModelOps.Serving.Tests.Fakes;

/// <summary>ONNX Runtime with a guard around each session that notes what must never happen.</summary>
internal sealed class GuardedRuntime : IModelRuntime
{
    private readonly OnnxRuntimeModelRuntime _inner = new(Options.Create(new OnnxRuntimeOptions()));

    public ConcurrentQueue<GuardedSession> Sessions { get; } = [];

    public string Name => "guarded";

    public string Platform => _inner.Platform;

    public bool CanLoad(ModelPackage package) => _inner.CanLoad(package);

    public async ValueTask<IModelSession> LoadAsync(ModelPackage package, CancellationToken cancellationToken = default)
    {
        GuardedSession session = new(await _inner.LoadAsync(package, cancellationToken));
        Sessions.Enqueue(session);
        return session;
    }
}
