using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.WholeModels;

/// <summary>A model with inputs to try it on, and what Python says of them.</summary>
/// <param name="Model">The model.</param>
/// <param name="Data">Inputs and outputs by name.</param>
internal sealed record PythonModel(OnnxModel Model, IReadOnlyList<OnnxTensor> Data)
{
    /// <summary>Compares the engine with ONNX Runtime and with Python: all rows at once, and the first row alone.</summary>
    /// <param name="relative">How far it may be from ONNX Runtime, as in <see cref="Oracle.Check"/>.</param>
    /// <param name="absolute">How far besides.</param>
    /// <param name="fromPython">How far numbers may be from Python's.</param>
    public void Check(double relative, double absolute, double fromPython)
    {
        OnnxTensor[] inputs = [.. Model.Graph.Inputs.Select(i => Data.Single(t => t.Name == i.Name))];
        Oracle.Check(Model, inputs, relative, absolute);
        Oracle.Check(Model, [.. inputs.Select(FirstRow)], relative, absolute);
        foreach (OnnxTensor output in Oracle.RunSimd(SimdModel.Compile(Model), inputs))
        {
            Oracle.AssertClose(Data.Single(t => t.Name == output.Name), output, fromPython, fromPython);
        }
    }

    private static OnnxTensor FirstRow(OnnxTensor tensor) =>
        tensor with { Shape = [1, .. tensor.Shape.Skip(1)], RawData = tensor.RawData[..(tensor.RawData.Length / (int)tensor.Shape[0])] };
}
