using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Inputs and outputs bound once for calls of one set of shapes and outputs. One call uses it at a time.</summary>
internal sealed class OnnxBinding : IDisposable
{
    private readonly OrtIoBinding _binding;
    private readonly OnnxTensorBuffer[] _inputs;
    private readonly OnnxTensorBuffer[] _outputs;
    private readonly TensorSpec[] _outputSpecs;
    private readonly bool _allOutputs;

    public OnnxBinding(
        InferenceSession session, ReadOnlySpan<InferenceTensor> inputs, InferenceTensorCollection outputs, TensorSpec[] outputSpecs, bool allOutputs)
    {
        _outputSpecs = outputSpecs;
        _allOutputs = allOutputs;
        _inputs = new OnnxTensorBuffer[inputs.Length];
        _outputs = new OnnxTensorBuffer[outputSpecs.Length];
        _binding = session.CreateIoBinding();
        try
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                _inputs[i] = BufferLike(inputs[i]);
                _binding.BindInput(inputs[i].Name, _inputs[i].Value);
            }

            for (int i = 0; i < outputSpecs.Length; i++)
            {
                _outputs[i] = BufferLike(outputs[i]);
                _binding.BindOutput(outputSpecs[i].Name, _outputs[i].Value);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Bytes of its buffers.</summary>
    public long ByteLength => _inputs.Sum(static b => (long)b.Bytes.Length) + _outputs.Sum(static b => (long)b.Bytes.Length);

    public bool Fits(ReadOnlySpan<InferenceTensor> inputs, IList<string> requestedOutputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].Shape.SequenceEqual(_inputs[i].Shape)) { return false; }
        }

        if (requestedOutputs.Count == 0) { return _allOutputs; }
        if (requestedOutputs.Count != _outputSpecs.Length) { return false; }
        for (int i = 0; i < _outputSpecs.Length; i++)
        {
            if (!string.Equals(requestedOutputs[i], _outputSpecs[i].Name, StringComparison.Ordinal)) { return false; }
        }

        return true;
    }

    public void Run(InferenceSession session, RunOptions options, ReadOnlySpan<InferenceTensor> inputs, InferenceTensorCollection outputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i].Bytes.CopyTo(_inputs[i].Bytes);
        }

        session.RunWithBinding(options, _binding);
        for (int i = 0; i < _outputs.Length; i++)
        {
            InferenceTensor output = outputs.Add(_outputSpecs[i].Name, _outputSpecs[i].DataType, _outputs[i].Shape);
            _outputs[i].Bytes.CopyTo(output.Bytes);
        }
    }

    public bool HasOutputShapesOf(InferenceTensorCollection outputs)
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (!outputs[i].Shape.SequenceEqual(_outputs[i].Shape)) { return false; }
        }

        return true;
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (OnnxTensorBuffer? buffer in _inputs) { buffer?.Dispose(); }
        foreach (OnnxTensorBuffer? buffer in _outputs) { buffer?.Dispose(); }
    }

    private static OnnxTensorBuffer BufferLike(InferenceTensor tensor) => new(tensor.DataType, tensor.Shape.ToArray(), tensor.ByteLength);
}
