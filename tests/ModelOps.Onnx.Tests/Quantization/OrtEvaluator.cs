using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

internal sealed class OrtEvaluator : IOnnxEvaluator
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    public OrtEvaluator(OnnxModel model)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(OnnxModelWriter.Write(model), options);
    }

    public IReadOnlyList<OnnxTensor> Run(IReadOnlyList<OnnxTensor> inputs)
    {
        OrtValue[] values = [.. inputs.Select(Value)];
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, [.. inputs.Select(static i => i.Name)], values, _session.OutputNames);
        foreach (OrtValue value in values) { value.Dispose(); }
        return [.. outputs.Select((output, i) => Tensor(_session.OutputNames[i], output))];
    }

    public TimeSpan Measure(IReadOnlyList<OnnxTensor> inputs, int calls)
    {
        OrtValue[] values = [.. inputs.Select(Value)];
        string[] names = [.. inputs.Select(static i => i.Name)];
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_run, names, values, _session.OutputNames);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) { _session.Run(_run, names, values, _session.OutputNames, outputs); }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        foreach (OrtValue value in values) { value.Dispose(); }
        return elapsed;
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static OrtValue Value(OnnxTensor tensor)
    {
        OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)(int)tensor.ElementType, [.. tensor.Shape]);
        tensor.RawData.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static OnnxTensor Tensor(string name, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        return new OnnxTensor(name, (OnnxElementType)(int)info.ElementDataType, info.Shape, value.GetTensorMutableRawData().ToArray());
    }
}
