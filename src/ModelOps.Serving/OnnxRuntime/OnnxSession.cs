using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

internal sealed class OnnxSession : IModelSession, ILanedSession
{
    private readonly string _model;
    private readonly OnnxLanePool _lanes;
    private readonly TensorSpec[] _outputs;
    private volatile bool _terminated;
    private volatile bool _canBind;

    public OnnxSession(string model, InferenceSession native, ModelSignature signature, IReadOnlyDictionary<string, string> properties, bool shrinkArena)
    {
        ShrinkArena = shrinkArena;
        _model = model;
        Native = native;
        Signature = signature;
        Properties = properties;
        Inputs = [.. signature.Inputs];
        _outputs = [.. signature.Outputs];
        _canBind = Inputs.Concat(_outputs).All(static spec => spec.DataType != TensorDataType.Bytes);
        _lanes = new OnnxLanePool(this);
    }

    public ModelSignature Signature { get; }

    public IReadOnlyDictionary<string, string> Properties { get; }

    internal InferenceSession Native { get; }

    internal TensorSpec[] Inputs { get; }

    /// <summary>Whether runs of new shapes give their memory back.</summary>
    internal bool ShrinkArena { get; }

    /// <summary>Whether memory can be bound ahead of a call: no strings, and no output shape that depends on values as far as was seen.</summary>
    internal bool CanBind
    {
        get => _canBind;
        set => _canBind = value;
    }

    public void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnnxLane lane = _lanes.Rent();
        try
        {
            ThrowIfTerminated(); // after renting: Terminate() sets the flag first and then reaches every lane
            lane.Run(request, response, cancellationToken);
        }
        catch (OnnxRuntimeException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfTerminated();
            throw OnnxErrors.ToExecutionException(_model, e);
        }
        finally
        {
            _lanes.Return(lane);
        }
    }

    public void WarmLanes(InferenceRequest request, int lanes, CancellationToken cancellationToken)
    {
        OnnxLane[] rented = new OnnxLane[lanes];
        using InferenceResponse response = new();
        try
        {
            for (int i = 0; i < lanes; i++)
            {
                rented[i] = _lanes.Rent();
                for (int run = 0; run < 2; run++) // the first run of a shape makes the memory that the second uses
                {
                    response.Reset();
                    rented[i].Run(request, response, cancellationToken);
                }
            }
        }
        catch (OnnxRuntimeException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw OnnxErrors.ToExecutionException(_model, e);
        }
        finally
        {
            foreach (OnnxLane? lane in rented) { if (lane is not null) { _lanes.Return(lane); } }
        }
    }

    public void Terminate()
    {
        _terminated = true;
        _lanes.Terminate();
    }

    public void Dispose()
    {
        _lanes.Dispose();
        Native.Dispose();
    }

    internal TensorSpec[] SelectOutputs(IList<string> requested) =>
        requested.Count == 0 ? _outputs : [.. requested.Select(name => Array.Find(_outputs, spec => spec.Name == name)!)];

    private void ThrowIfTerminated()
    {
        if (_terminated) { throw new OperationCanceledException($"The call was ended because model '{_model}' is being unloaded. Try again."); }
    }
}
