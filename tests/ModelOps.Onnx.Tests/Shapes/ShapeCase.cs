using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Onnx.Tests.Shapes;

/// <summary>One node with inputs, as a model whose outputs are not declared.</summary>
/// <remarks>
/// An input is written as its type, then <c>:2,3</c> for a tensor that a caller gives, <c>!2,3</c> for a constant of the file, <c>=1,-1</c> for a constant vector of
/// these values, <c>@3</c> for a constant scalar. Types are f, d, l (64 bits), i (32 bits), u8, s8, b and s (text). An empty input is left out.
/// </remarks>
internal sealed class ShapeCase(OnnxNode node, IReadOnlyList<string> inputs, long opset)
{
    private const long MachineLearning = 5;

    public long Opset => opset;

    public string Name => $"{node.OpType} {opset} ({string.Join("; ", inputs)}) {string.Join(" ", node.Attributes.Select(static a => a.Name))}";

    public bool IsOf(string domain) => node.Domain == domain;

    /// <summary>The model.</summary>
    /// <param name="symbolic">Whether dimensions of given inputs have names, the same for the same size, instead of sizes.</param>
    public OnnxModel Model(bool symbolic)
    {
        List<OnnxValueInfo> given = [];
        List<OnnxTensor> constants = [];
        List<string> names = [];
        for (int i = 0; i < inputs.Count; i++)
        {
            names.Add(inputs[i].Length == 0 ? string.Empty : $"x{i}");
            if (inputs[i].Length == 0) { continue; }
            (OnnxElementType type, char kind, long[] numbers) = Parse(inputs[i]);
            switch (kind)
            {
                case ':' when symbolic:
                    given.Add(new OnnxValueInfo($"x{i}", type, [.. numbers.Select(static _ => -1L)]) { DimensionNames = [.. numbers.Select(static size => $"n{size}")] });
                    break;
                case ':': given.Add(new OnnxValueInfo($"x{i}", type, numbers)); break;
                case '!': constants.Add(Values.Random(type, numbers, i, $"x{i}")); break;
                default: constants.Add(Values.Of(type, kind == '@' ? [] : [numbers.Length], numbers, $"x{i}")); break;
            }
        }

        return new OnnxModel
        {
            IrVersion = opset >= 21 ? 10 : 8,
            OperatorSets = new Dictionary<string, long> { [""] = opset, ["ai.onnx.ml"] = opset >= 21 ? MachineLearning : 3, ["com.microsoft"] = 1 },
            Graph = new OnnxGraph
            {
                Nodes = [node with { Inputs = names }],
                Inputs = given,
                Initializers = constants,
                Outputs = [.. node.Outputs.Where(static output => output.Length > 0).Select(static output => new OnnxValueInfo(output, OnnxElementType.Undefined, []) { HasShape = false })],
            },
        };
    }

    /// <summary>Runs a model of this case in ONNX Runtime.</summary>
    public IReadOnlyList<(string Name, OnnxElementType Type, long[] Shape)> Run(OnnxModel model)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using InferenceSession session = new(OnnxModelWriter.Write(model), options);
        Dictionary<string, OrtValue> feeds = [];
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Length == 0) { continue; }
            (OnnxElementType type, char kind, long[] shape) = Parse(inputs[i]);
            if (kind == ':') { feeds[$"x{i}"] = Values.Feed(Values.Random(type, shape, i, string.Empty)); }
        }

        using RunOptions run = new();
        string[] names = [.. model.Graph.Outputs.Select(static output => output.Name)];
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, feeds, names);
        List<(string, OnnxElementType, long[])> outputs = [];
        for (int i = 0; i < names.Length; i++)
        {
            OrtTensorTypeAndShapeInfo info = results[i].GetTensorTypeAndShape();
            outputs.Add((names[i], (OnnxElementType)(int)info.ElementDataType, info.Shape));
        }

        foreach (OrtValue feed in feeds.Values) { feed.Dispose(); }
        return outputs;
    }

    private static (OnnxElementType Type, char Kind, long[] Numbers) Parse(string input)
    {
        int mark = input.IndexOfAny([':', '!', '=', '@']);
        OnnxElementType type = input[..mark] switch
        {
            "f" => OnnxElementType.Float,
            "d" => OnnxElementType.Double,
            "l" => OnnxElementType.Int64,
            "i" => OnnxElementType.Int32,
            "u8" => OnnxElementType.UInt8,
            "s8" => OnnxElementType.Int8,
            "b" => OnnxElementType.Bool,
            "s" => OnnxElementType.String,
            _ => throw new ArgumentException(input),
        };
        long[] numbers = [.. input[(mark + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static number => long.Parse(number, CultureInfo.InvariantCulture))];
        return (type, input[mark], numbers);
    }
}
