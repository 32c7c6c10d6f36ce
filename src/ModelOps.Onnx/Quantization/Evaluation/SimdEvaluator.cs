using System.Diagnostics;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Quantization.Evaluation;

/// <summary>A model that the managed engine runs.</summary>
internal sealed class SimdEvaluator(SimdModel model) : IOnnxEvaluator
{
    public IReadOnlyList<OnnxTensor> Run(IReadOnlyList<OnnxTensor> inputs)
    {
        using SimdCall call = model.StartCall();
        Set(call, inputs);
        call.Run();
        OnnxTensor[] outputs = new OnnxTensor[model.Signature.Outputs.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            TensorSpec spec = model.Signature.Outputs[i];
            long[] shape = new long[call.GetOutputRank(i)];
            call.GetOutputShape(i, shape);
            outputs[i] = spec.DataType == TensorDataType.Bytes
                ? OnnxTensor.Strings(spec.Name, shape, call.GetOutputStrings(i).ToArray())
                : new OnnxTensor(spec.Name, Array.Find(Enum.GetValues<OnnxElementType>(), t => ElementTypes.ToTensorDataType(t) == spec.DataType), shape, call.GetOutput(i).ToArray());
        }

        return outputs;
    }

    public TimeSpan Measure(IReadOnlyList<OnnxTensor> inputs, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            using SimdCall call = model.StartCall();
            Set(call, inputs);
            call.Run();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        // The collector frees the model.
    }

    private void Set(SimdCall call, IReadOnlyList<OnnxTensor> inputs)
    {
        Span<long> shape = stackalloc long[Value.MaxRank];
        for (int i = 0; i < model.Signature.Inputs.Count; i++)
        {
            OnnxTensor tensor = Find(inputs, model.Signature.Inputs[i].Name);
            for (int d = 0; d < tensor.Shape.Count; d++) { shape[d] = tensor.Shape[d]; }
            if (tensor.ElementType == OnnxElementType.String) { call.SetInput(i, shape[..tensor.Shape.Count], [.. tensor.StringData]); }
            else { call.SetInput(i, shape[..tensor.Shape.Count], tensor.RawData.Span); }
        }
    }

    private static OnnxTensor Find(IReadOnlyList<OnnxTensor> inputs, string name)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Name == name) { return inputs[i]; }
        }

        throw new QuantizationException("sample", $"it has no tensor for the input {Quote.Short(name)}", "Give one for each input of the graph.");
    }
}
