using ModelOps.Onnx.Execution;

namespace ModelOps.Serving.Simd;

internal sealed class SimdSession : IModelSession
{
    private readonly string _name;
    private readonly SimdModel _model;
    private readonly TensorSpec[] _inputs;
    private readonly TensorSpec[] _outputs;
    private readonly int[] _outputIndexes;
    private readonly CancellationTokenSource _terminated = new();

    public SimdSession(string name, SimdModel model, ModelSignature signature, IReadOnlyDictionary<string, string> properties)
    {
        _name = name;
        _model = model;
        Signature = signature;
        Properties = properties;
        _inputs = [.. model.Signature.Inputs];
        _outputs = [.. signature.Outputs];
        _outputIndexes = Array.ConvertAll(_outputs, spec => model.Signature.Outputs.Select(static o => o.Name).ToList().IndexOf(spec.Name));
    }

    public ModelSignature Signature { get; }

    public IReadOnlyDictionary<string, string> Properties { get; }

    public void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_terminated.IsCancellationRequested) { throw Ended(); }
        using SimdCall call = _model.StartCall();
        for (int i = 0; i < _inputs.Length; i++) { SetInput(call, i, Find(request.Inputs, i)); }
        try
        {
            call.Run(cancellationToken.CanBeCanceled ? cancellationToken : _terminated.Token);
        }
        catch (OperationCanceledException) when (_terminated.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Ended();
        }

        CopyOutputs(call, request, response);
    }

    public void Terminate() => _terminated.Cancel();

    // What a call uses belongs to the collector, so a call that still runs is safe. Nothing to release: the token has no timer and no registrations.
    public void Dispose() => _terminated.Cancel();

    private InferenceTensor Find(InferenceTensorCollection inputs, int index)
    {
        string name = _inputs[index].Name;
        return index < inputs.Count && string.Equals(inputs[index].Name, name, StringComparison.Ordinal) ? inputs[index] : inputs[name];
    }

    private static void SetInput(SimdCall call, int index, InferenceTensor tensor)
    {
        if (tensor.DataType == TensorDataType.Bytes) { call.SetInput(index, tensor.Shape, tensor.ToStrings()); }
        else { call.SetInput(index, tensor.Shape, tensor.Bytes); }
    }

    private void CopyOutputs(SimdCall call, InferenceRequest request, InferenceResponse response)
    {
        if (request.RequestedOutputs.Count == 0)
        {
            for (int i = 0; i < _outputs.Length; i++) { CopyOutput(call, i, response); }
            return;
        }

        for (int i = 0; i < request.RequestedOutputs.Count; i++)
        {
            string name = request.RequestedOutputs[i];
            int index = 0;
            while (!string.Equals(_outputs[index].Name, name, StringComparison.Ordinal)) { index++; }
            CopyOutput(call, index, response);
        }
    }

    private void CopyOutput(SimdCall call, int index, InferenceResponse response)
    {
        TensorSpec spec = _outputs[index];
        int output = _outputIndexes[index];
        Span<long> shape = stackalloc long[call.GetOutputRank(output)];
        call.GetOutputShape(output, shape);
        InferenceTensor tensor = response.Outputs.Add(spec.Name, spec.DataType, shape);
        if (spec.DataType != TensorDataType.Bytes)
        {
            call.GetOutput(output).CopyTo(tensor.Bytes);
            return;
        }

        foreach (string text in call.GetOutputStrings(output)) { tensor.AppendElement(text); }
    }

    private OperationCanceledException Ended() => new($"The call was ended because model '{_name}' is being unloaded. Try again.");
}
