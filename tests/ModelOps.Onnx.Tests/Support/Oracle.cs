using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Tests.Support;

/// <summary>Runs a model in ONNX Runtime, one thread, and in the managed engine, and compares all outputs.</summary>
internal static class Oracle
{
    /// <summary>Compares the engine with ONNX Runtime.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Its inputs by name.</param>
    /// <param name="relative">How far numbers may differ, as a part of the larger one; 0 with <paramref name="absolute"/> 0 asks for the same bits (any NaN equals any NaN).</param>
    /// <param name="absolute">How far they may differ besides.</param>
    public static void Check(OnnxModel model, IReadOnlyList<OnnxTensor> inputs, double relative = 0, double absolute = 0)
    {
        IReadOnlyList<OnnxTensor> expected = RunOnnxRuntime(model, inputs);
        IReadOnlyList<OnnxTensor> actual = RunSimd(SimdModel.Compile(model), inputs);
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++) { AssertClose(expected[i], actual[i], relative, absolute); }
    }

    /// <summary>What ONNX Runtime answers.</summary>
    public static IReadOnlyList<OnnxTensor> RunOnnxRuntime(OnnxModel model, IReadOnlyList<OnnxTensor> inputs)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using InferenceSession session = new(OnnxModelWriter.Write(model), options);
        return RunOnnxRuntime(session, inputs);
    }

    /// <summary>What a session of ONNX Runtime answers.</summary>
    public static IReadOnlyList<OnnxTensor> RunOnnxRuntime(InferenceSession session, IReadOnlyList<OnnxTensor> inputs)
    {
        OrtValue[] values = [.. inputs.Select(ToOrtValue)];
        try
        {
            using RunOptions run = new();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [.. inputs.Select(static i => i.Name)], values, session.OutputNames);
            return [.. outputs.Select((value, i) => ToTensor(session.OutputNames[i], value))];
        }
        finally
        {
            foreach (OrtValue value in values) { value.Dispose(); }
        }
    }

    /// <summary>What the managed engine answers.</summary>
    public static IReadOnlyList<OnnxTensor> RunSimd(SimdModel model, IReadOnlyList<OnnxTensor> inputs)
    {
        using SimdCall call = model.StartCall();
        for (int i = 0; i < model.Signature.Inputs.Count; i++)
        {
            OnnxTensor input = inputs.Single(t => t.Name == model.Signature.Inputs[i].Name);
            if (input.ElementType == OnnxElementType.String) { call.SetInput(i, [.. input.Shape], input.StringData.ToArray()); }
            else { call.SetInput(i, [.. input.Shape], input.RawData.Span); }
        }

        call.Run(TestContext.Current.CancellationToken);
        List<OnnxTensor> outputs = [];
        for (int i = 0; i < model.Signature.Outputs.Count; i++)
        {
            TensorSpec spec = model.Signature.Outputs[i];
            long[] shape = new long[call.GetOutputRank(i)];
            call.GetOutputShape(i, shape);
            OnnxElementType type = Enum.GetValues<OnnxElementType>().First(t => ElementTypes.ToTensorDataType(t) == spec.DataType);
            outputs.Add(type == OnnxElementType.String
                ? OnnxTensor.Strings(spec.Name, shape, call.GetOutputStrings(i).ToArray())
                : new OnnxTensor(spec.Name, type, shape, call.GetOutput(i).ToArray()));
        }

        return outputs;
    }

    /// <summary>Compares two tensors.</summary>
    public static void AssertClose(OnnxTensor expected, OnnxTensor actual, double relative, double absolute)
    {
        Assert.Equal(expected.Name, actual.Name);
        Assert.Equal(expected.ElementType, actual.ElementType);
        Assert.Equal(expected.Shape, actual.Shape);
        if (expected.ElementType == OnnxElementType.String) { Assert.Equal(expected.StringData, actual.StringData); }
        else if (!expected.RawData.Span.SequenceEqual(actual.RawData.Span)) { AssertNumbersClose(expected, actual, relative, absolute); }
    }

    /// <summary>The numbers of a tensor of floating point; null for other types.</summary>
    public static double[]? Numbers(OnnxTensor tensor) => tensor.ElementType switch
    {
        OnnxElementType.Float => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray(), static v => (double)v),
        OnnxElementType.Double => MemoryMarshal.Cast<byte, double>(tensor.RawData.Span).ToArray(),
        OnnxElementType.Float16 => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span).ToArray(), static v => (double)v),
        OnnxElementType.BFloat16 => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(tensor.RawData.Span).ToArray(), static v => (double)BitConverter.Int32BitsToSingle(v << 16)),
        _ => null,
    };

    private static void AssertNumbersClose(OnnxTensor expected, OnnxTensor actual, double relative, double absolute)
    {
        double[]? left = Numbers(expected);
        double[]? right = Numbers(actual);
        if (left is null || right is null)
        {
            Assert.Fail($"{expected.Name}: expected {Convert.ToHexString(expected.RawData.Span[..Math.Min(64, expected.RawData.Length)])}, found {Convert.ToHexString(actual.RawData.Span[..Math.Min(64, actual.RawData.Length)])}");
        }

        for (int i = 0; i < left.Length; i++)
        {
            bool isSame = BitConverter.DoubleToInt64Bits(left[i]) == BitConverter.DoubleToInt64Bits(right[i]) || (double.IsNaN(left[i]) && double.IsNaN(right[i]));
            bool isClose = Math.Abs(left[i] - right[i]) <= absolute + (relative * Math.Max(Math.Abs(left[i]), Math.Abs(right[i]))) && (relative > 0 || absolute > 0);
            if (!isSame && !isClose) { Assert.Fail($"{expected.Name}[{i}] of {left.Length}: expected {left[i]:R}, found {right[i]:R}"); }
        }
    }

    private static OrtValue ToOrtValue(OnnxTensor tensor)
    {
        long[] shape = [.. tensor.Shape];
        if (tensor.ElementType == OnnxElementType.String)
        {
            OrtValue strings = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
            for (int i = 0; i < tensor.StringData.Count; i++) { strings.StringTensorSetElementAt(tensor.StringData[i], i); }
            return strings;
        }

        OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (Microsoft.ML.OnnxRuntime.Tensors.TensorElementType)tensor.ElementType, shape);
        if (tensor.RawData.Length > 0) { tensor.RawData.Span.CopyTo(value.GetTensorMutableRawData()); }
        return value;
    }

    private static OnnxTensor ToTensor(string name, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        OnnxElementType type = (OnnxElementType)info.ElementDataType;
        return type == OnnxElementType.String
            ? OnnxTensor.Strings(name, info.Shape, value.GetStringTensorAsArray())
            : new OnnxTensor(name, type, info.Shape, info.ElementCount > 0 ? value.GetTensorMutableRawData().ToArray() : Array.Empty<byte>());
    }
}
