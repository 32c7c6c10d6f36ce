using ModelOps.Onnx.Quantization;
using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Quantization;

[Collection(typeof(Alone))]
public sealed class GuideTests
{
    [Fact]
    public void Guide_Quantizing_GivesReportsOfEveryNode()
    {
        using CurrentFolder folder = new();
        Random random = new(3);
        float[] weights = [.. Enumerable.Range(0, 64).Select(_ => (random.NextSingle() * 2) - 1)];
        folder.Write("demand.onnx", TestModels.Write(
            [new OnnxNode("MatMul", ["x", "w"], ["h"]), new OnnxNode("Relu", ["h"], ["r"]), new OnnxNode("MatMul", ["r", "w"], ["y"])],
            [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 8])],
            [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 8])],
            [OnnxTensor.Floats("w", [8, 8], weights)]));
        float[] rows = [.. Enumerable.Range(0, 8 * 200).Select(_ => (random.NextSingle() * 2) - 1)];

        OnnxModel demand = Dynamic(rows[..80], out GateReport gate);
        Assert.Equal(gate.IsAccepted, File.Exists("demand.int8.onnx"));
        Static(demand, rows, out QuantizationResult quantized, out QuantizationResult accurate);

        Assert.Contains(quantized.Model.Graph.Nodes, static n => n.OpType == "QuantizeLinear");
        Assert.Equal(demand.Graph.Outputs.Count, accurate.Model.Graph.Outputs.Count);
    }

    private static OnnxModel Dynamic(float[] heldOutRows, out GateReport gate)
    {
        // <snippet:docs/guides/quantization.md#1>
        OnnxModel model = OnnxModelReader.ReadFile("demand.onnx");
        QuantizationResult small = OnnxQuantizer.QuantizeDynamic(model);

        GateReport report = QuantizationGate.Measure(model, small.Model, [.. OnnxSample.FromRows(model, heldOutRows, rowsPerSample: 1)]);
        Console.WriteLine(report);
        if (report.IsAccepted) { OnnxModelWriter.WriteFile(small.Model, "demand.int8.onnx"); }
        // </snippet>
        gate = report;
        return model;
    }

    private static void Static(OnnxModel model, float[] trainingRows, out QuantizationResult quantized, out QuantizationResult accurate)
    {
        // <snippet:docs/guides/quantization.md#2>
        QuantizationResult small = OnnxQuantizer.QuantizeStatic(
            model,
            OnnxSample.FromRows(model, trainingRows, rowsPerSample: 64),
            new StaticQuantizationOptions { Calibration = CalibrationMethod.Percentile });
        // </snippet>
        OnnxSample[] samples = [.. OnnxSample.FromRows(model, trainingRows, rowsPerSample: 64)];
        StaticQuantizationOptions options = new();
        // <snippet:docs/guides/quantization.md#3>
        SensitivityReport worst = OnnxQuantizer.MeasureSensitivity(model, samples, options);        // a line for each node, most sensitive first
        QuantizationResult good = OnnxQuantizer.QuantizeToAccuracy(model, samples, 30, options);    // leaves nodes in float until 30 dB are reached
        // </snippet>
        Assert.Equal(2, worst.Nodes.Count);
        quantized = small;
        accurate = good;
    }
}
