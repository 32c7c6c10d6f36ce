using Microsoft.ML.Calibrators;
using ModelOps.Onnx;

namespace ModelOps.Serving.MLNet.Export;

/// <summary>Platt calibration: <c>1 / (1 + exp(slope * score + offset))</c>, in 64 bits as ML.NET computes it.</summary>
internal static class PlattGraph
{
    public static void Write(GraphBuilder graph, string score, string output, PlattCalibrator calibrator)
    {
        string wide = graph.Cast(score, OnnxElementType.Double);
        string slope = graph.Constant("slope", name => OnnxTensor.Doubles(name, [1], [-calibrator.Slope]));
        string offset = graph.Constant("offset", name => OnnxTensor.Doubles(name, [1], [-calibrator.Offset]));
        string scaled = graph.Add("Mul", [wide, slope]);
        string shifted = graph.Add("Add", [scaled, offset]);
        string probability = graph.Add("Sigmoid", [shifted]);
        graph.Cast(probability, OnnxElementType.Float, output);
    }
}
