using ModelOps.OpenInference.Protos;

namespace ModelOps.OpenInference.Client.Grpc;

/// <summary>A request whose raw tensors are the caller's own memory: it may be serialised until the call has ended, and not after.</summary>
internal sealed class OutgoingInfer(ModelInferRequest message)
{
    private readonly Lock _gate = new();
    private bool _ended;

    public void Serialize(Action<ModelInferRequest> write)
    {
        lock (_gate)
        {
            if (_ended) { throw new OperationCanceledException("The call has ended."); }
            write(message);
        }
    }

    public void End()
    {
        lock (_gate) { _ended = true; }
    }
}
