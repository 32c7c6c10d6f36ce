using System.Collections.Concurrent;
using Microsoft.ML;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>A loaded ML.NET model. Each call runs on a lane of its own, so that no state of ML.NET is ever shared between threads;
/// there come to be as many lanes as calls have ever run at once.</summary>
internal sealed class MLNetModelSession : IModelSession
{
    private readonly ConcurrentBag<Lane> _idle = [];
    private readonly string _name;
    private readonly ITransformer _model;
    private readonly LaneFactory _lanes;
    private volatile bool _terminated;

    public MLNetModelSession(string name, ITransformer model, LaneFactory lanes)
    {
        _name = name;
        _model = model;
        _lanes = lanes;
        _idle.Add(lanes.Open());
        Properties = new Dictionary<string, string> { ["mlnet.version"] = $"{typeof(MLContext).Assembly.GetName().Version}" };
    }

    public ModelSignature Signature => _lanes.Signature;

    public IReadOnlyDictionary<string, string> Properties { get; }

    public void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        ThrowIfEnded(cancellationToken);
        int rows = RowsOf(request);
        Lane lane = _idle.TryTake(out Lane? idle) ? idle : _lanes.Open();
        try
        {
            lane.Begin(request, response, rows);
            for (int row = 0; row < rows; row++)
            {
                ThrowIfEnded(cancellationToken);
                lane.Answer(row);
            }
        }
        catch (Exception exception)
        {
            // The lane stopped half way through a row: it is not used again.
            lane.Dispose();
            if (exception is OperationCanceledException or ModelOpsException) { throw; }
            throw new ModelExecutionException(_name, $"ML.NET stopped with {exception.GetType().Name}. The inner exception says more.", exception);
        }

        lane.End();
        _idle.Add(lane);
    }

    public void Terminate() => _terminated = true;

    public void Dispose()
    {
        while (_idle.TryTake(out Lane? lane)) { lane.Dispose(); }
        (_model as IDisposable)?.Dispose();
    }

    private int RowsOf(InferenceRequest request)
    {
        long rows = request.Inputs[0].Shape[0];
        for (int i = 1; i < request.Inputs.Count; i++)
        {
            InferenceTensor tensor = request.Inputs[i];
            if (tensor.Shape[0] != rows)
            {
                throw InvalidInferenceRequestException.ForInput(
                    _name, tensor.Name, $"{rows} rows, as many as '{request.Inputs[0].Name}' has", $"{tensor.Shape[0]}");
            }
        }

        return checked((int)rows);
    }

    private void ThrowIfEnded(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_terminated) { throw new OperationCanceledException($"The session of model '{_name}' is being ended."); }
    }
}
