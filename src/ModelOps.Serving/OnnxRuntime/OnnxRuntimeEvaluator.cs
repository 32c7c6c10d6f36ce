using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ModelOps.Onnx;
using ModelOps.Onnx.Quantization;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>A model of the quantizer, loaded by ONNX Runtime.</summary>
internal sealed class OnnxRuntimeEvaluator(string name, InferenceSession session) : IOnnxEvaluator
{
    private readonly RunOptions _run = new();

    public IReadOnlyList<OnnxTensor> Run(IReadOnlyList<OnnxTensor> inputs) => WithValues(inputs, (names, values) =>
    {
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(_run, names, values, session.OutputNames);
        return outputs.Select((output, i) => ToTensor(session.OutputNames[i], output)).ToArray();
    });

    public TimeSpan Measure(IReadOnlyList<OnnxTensor> inputs, int calls) => WithValues(inputs, (names, values) =>
    {
        // The outputs of one call are the memory of those measured.
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(_run, names, values, session.OutputNames);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) { session.Run(_run, names, values, session.OutputNames, outputs); }
        return Stopwatch.GetElapsedTime(start);
    });

    public void Dispose()
    {
        _run.Dispose();
        session.Dispose();
    }

    private T WithValues<T>(IReadOnlyList<OnnxTensor> inputs, Func<string[], OrtValue[], T> use)
    {
        OrtValue[] values = [.. inputs.Select(ToValue)];
        try
        {
            return use([.. inputs.Select(static i => i.Name)], values);
        }
        catch (OnnxRuntimeException e)
        {
            throw OnnxErrors.ToExecutionException(name, e);
        }
        finally
        {
            foreach (OrtValue value in values) { value.Dispose(); }
        }
    }

    // Both enumerations have the numbers of the file format.
    private static OrtValue ToValue(OnnxTensor tensor)
    {
        long[] shape = [.. tensor.Shape];
        if (tensor.ElementType == OnnxElementType.String)
        {
            OrtValue texts = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
            for (int i = 0; i < tensor.StringData.Count; i++) { texts.StringTensorSetElementAt(tensor.StringData[i].AsSpan(), i); }
            return texts;
        }

        OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)(int)tensor.ElementType, shape);
        tensor.RawData.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static OnnxTensor ToTensor(string output, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        return info.ElementDataType == TensorElementType.String
            ? OnnxTensor.Strings(output, info.Shape, value.GetStringTensorAsArray())
            : new OnnxTensor(output, (OnnxElementType)(int)info.ElementDataType, info.Shape, value.GetTensorMutableRawData().ToArray());
    }
}
