using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>A run whose values are made for it alone: for strings, for output shapes that are not known beforehand, for the first call of a shape.</summary>
internal static class OnnxUnboundRun
{
    public static void Run(
        InferenceSession session, RunOptions options, InferenceTensor[] inputs, TensorSpec[] outputs, InferenceTensorCollection results)
    {
        string[] inputNames = Array.ConvertAll(inputs, static tensor => tensor.Name);
        string[] outputNames = Array.ConvertAll(outputs, static spec => spec.Name);
        OrtValue?[] values = new OrtValue?[inputs.Length];
        try
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                values[i] = ToValue(inputs[i]);
            }

            using IDisposableReadOnlyCollection<OrtValue> answers = session.Run(options, inputNames, values!, outputNames);
            for (int i = 0; i < outputs.Length; i++)
            {
                Copy(answers[i], outputs[i], results);
            }
        }
        finally
        {
            foreach (OrtValue? value in values) { value?.Dispose(); }
        }
    }

    private static OrtValue ToValue(InferenceTensor tensor)
    {
        long[] shape = tensor.Shape.ToArray();
        if (tensor.DataType != TensorDataType.Bytes)
        {
            OrtValue value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, OnnxElementTypes.ToElementType(tensor.DataType), shape);
            tensor.Bytes.CopyTo(value.GetTensorMutableRawData());
            return value;
        }

        OrtValue strings = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        int i = 0;
        foreach (ReadOnlySpan<byte> element in tensor.EnumerateElements())
        {
            strings.StringTensorSetElementAt(element, i++);
        }

        return strings;
    }

    private static void Copy(OrtValue value, TensorSpec spec, InferenceTensorCollection results)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        InferenceTensor result = results.Add(spec.Name, spec.DataType, info.Shape);
        if (spec.DataType != TensorDataType.Bytes)
        {
            value.GetTensorMutableRawData().CopyTo(result.Bytes);
            return;
        }

        for (int i = 0; i < info.ElementCount; i++)
        {
            result.AppendElement(value.GetStringElementAsSpan(i));
        }
    }
}
