using CsCheck;

namespace ModelOps.Onnx.Tests.Support;

/// <summary>Random models; well formed, but not sound.</summary>
internal static class ModelGen
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, 5], Gen.OneOf("", "é", "日本", "\n", "a\0b"));
    private static readonly Gen<byte[]> Blob = Gen.OneOf(Gen.Byte.Array[0, 9], Gen.Byte.Array[4090, 4110]);
    private static readonly Gen<long> Size = Gen.OneOf(Gen.Long[-1, 5], Gen.Const(long.MaxValue));
    private static readonly Gen<OnnxElementType> NumberType = Gen.Int[1, 26].Select(static type => (OnnxElementType)type).Where(static type => type != OnnxElementType.String);

    private static readonly Gen<Dictionary<string, string>> Metadata =
        Gen.Select(Text, Text).Array[0, 3].Select(static pairs => pairs.DistinctBy(static pair => pair.Item1).ToDictionary(static pair => pair.Item1, static pair => pair.Item2));

    private static readonly Gen<Dictionary<string, long>> OperatorSets =
        Gen.Select(Text, Gen.Long).Array[0, 3].Select(static pairs => pairs.DistinctBy(static pair => pair.Item1).ToDictionary(static pair => pair.Item1, static pair => pair.Item2));

    private static readonly Gen<OnnxTensor> Tensor = Gen.OneOf(
        Gen.Select(Text, NumberType, Gen.Long.Array[0, 4], Blob, static (name, type, shape, raw) => new OnnxTensor(name, type, shape, raw)),
        Gen.Select(Text, Gen.Long.Array[0, 4], Text.Array[0, 4], static (name, shape, strings) => OnnxTensor.Strings(name, shape, strings)),
        Gen.Select(Text, NumberType, Gen.Long[0, long.MaxValue], static (name, type, offset) =>
            new OnnxTensor(name, type, [1], default) { ExternalData = new OnnxExternalData("data", offset, offset % 2 == 0 ? offset : null) }));

    private static readonly Gen<OnnxValueInfo> Value = Gen.OneOf(
        Gen.Select(Text, NumberType, Size.Array[0, 4], Text, Text, static (name, type, shape, dimension, doc) => new OnnxValueInfo(name, type, shape)
        {
            DimensionNames = dimension.Length > 0 && shape.Contains(-1) ? [.. shape.Select(size => size < 0 ? dimension : string.Empty)] : [],
            DocString = doc,
        }),
        Gen.Select(Text, NumberType, static (name, type) => new OnnxValueInfo(name, type, []) { HasShape = false }),
        Gen.Select(Text, Gen.OneOf(("sequence", 4), ("map", 5), ("opaque", 7), ("sparse_tensor", 8), ("optional", 9)), Blob, static (name, kind, bytes) =>
            new OnnxValueInfo(name, OnnxElementType.Undefined, []) { HasShape = false, OpaqueType = new OnnxOpaque(kind.Item1, kind.Item2, bytes) }));

    public static readonly Gen<OnnxModel> Model =
        from graph in Graph(3)
        from version in Gen.Long
        from texts in Text.Array[4]
        from sets in OperatorSets
        from metadata in Metadata
        from functions in Function.Array[0, 2]
        from training in Blob.Array[0, 1]
        select new OnnxModel
        {
            Graph = graph,
            IrVersion = version,
            ModelVersion = version >> 3,
            ProducerName = texts[0],
            ProducerVersion = texts[1],
            Domain = texts[2],
            DocString = texts[3],
            OperatorSets = sets,
            Metadata = metadata,
            Functions = functions,
            Opaque = [.. training.Select(static bytes => new OnnxOpaque("training_info", 20, bytes))],
        };

    private static Gen<OnnxFunction> Function =>
        from node in Node(1).Array[0, 2]
        from texts in Text.Array[5]
        from sets in OperatorSets
        from defaults in Attribute(1).Array[0, 2]
        from values in Value.Array[0, 2]
        from metadata in Metadata
        select new OnnxFunction(texts[0], texts[1], [texts[2]], [texts[3], ""], node)
        {
            OperatorSets = sets,
            Parameters = [texts[4], ""],
            DefaultedParameters = defaults,
            ValueInfo = values,
            Metadata = metadata,
            Overload = texts[2],
            DocString = texts[3],
        };

    private static Gen<OnnxGraph> Graph(int depth) =>
        from nodes in Node(depth).Array[0, 3]
        from tensors in Tensor.Array[0, 3]
        from values in Value.Array[0, 5]
        from texts in Text.Array[2]
        from metadata in Metadata
        select new OnnxGraph
        {
            Name = texts[0],
            DocString = texts[1],
            Nodes = nodes,
            Initializers = tensors,
            Inputs = [.. values.Take(2)],
            Outputs = [.. values.Skip(2).Take(2)],
            ValueInfo = [.. values.Skip(4)],
            Metadata = metadata,
        };

    private static Gen<OnnxNode> Node(int depth) =>
        from type in Text.Where(static text => text.Length > 0)
        from inputs in Text.Array[0, 3]
        from outputs in Text.Array[0, 3]
        from texts in Text.Array[4]
        from attributes in Attribute(depth).Array[0, 3]
        from metadata in Metadata
        select new OnnxNode(type, inputs, outputs)
        {
            Name = texts[0],
            Domain = texts[1],
            Overload = texts[2],
            DocString = texts[3],
            Attributes = attributes,
            Metadata = metadata,
        };

    private static Gen<OnnxAttribute> Attribute(int depth)
    {
        List<Gen<OnnxAttribute>> kinds =
        [
            Gen.Select(Text, Gen.Float, OnnxAttribute.Float),
            Gen.Select(Text, Gen.Long, OnnxAttribute.Int),
            Gen.Select(Text, Text, OnnxAttribute.String),
            Gen.Select(Text, Gen.Byte.Array[0, 3], static (name, bytes) => OnnxAttribute.Bytes(name, (byte[])[0xFF, .. bytes])),
            Gen.Select(Text, Tensor, OnnxAttribute.Tensor),
            Gen.Select(Text, Gen.Float.Array[0, 5], static (name, values) => OnnxAttribute.Floats(name, values)),
            Gen.Select(Text, Gen.Long.Array[0, 5], static (name, values) => OnnxAttribute.Ints(name, values)),
            Gen.Select(Text, Text.Array[0, 3], static (name, values) => OnnxAttribute.Strings(name, values)),
            Gen.Select(Text, Tensor.Array[0, 3], static (name, values) => OnnxAttribute.Tensors(name, values)),
            Gen.Select(Text, Gen.Int[1, 14], Text.Where(static text => text.Length > 0), static (name, type, parameter) => OnnxAttribute.Reference(name, (OnnxAttributeType)type, parameter)),
            Gen.Select(Text, Blob, static (name, bytes) => OnnxAttribute.Opaque(name, OnnxAttributeType.SparseTensor, new OnnxOpaque("SparseTensor", 22, bytes))),
            Gen.Select(Text, Blob, static (name, bytes) => OnnxAttribute.Opaques(name, OnnxAttributeType.SparseTensors, [new OnnxOpaque("SparseTensors", 23, bytes), new OnnxOpaque("SparseTensors", 23, bytes)])),
        ];
        if (depth > 0)
        {
            kinds.Add(Gen.Select(Text, Graph(depth - 1), OnnxAttribute.Graph));
            kinds.Add(Gen.Select(Text, Graph(depth - 1).Array[0, 2], static (name, values) => OnnxAttribute.Graphs(name, values)));
        }

        return Gen.OneOf([.. kinds]);
    }
}
