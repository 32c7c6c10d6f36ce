namespace ModelOps.Onnx.Tests.Support;

/// <summary>Models that use much of the form.</summary>
internal static class SampleModels
{
    public static readonly string[] Names = ["rich", "branches", "affine", "forest"];

    public static OnnxModel Get(string name) => name switch
    {
        "rich" => Rich(),
        "branches" => Branches(),
        "affine" => OnnxModelReader.Read(TestSupport.TestModels.Affine(2f, 1f)),
        "forest" => Forest(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Every part of the form once; sound, but made of operators that no runtime knows.</summary>
    public static OnnxModel Rich() => new()
    {
        IrVersion = 10,
        ProducerName = "tests",
        ProducerVersion = "1.2",
        Domain = "org.example",
        ModelVersion = 7,
        DocString = "Grüße\nacross lines",
        OperatorSets = new Dictionary<string, long> { [""] = 21, ["org.example"] = 1 },
        Metadata = new Dictionary<string, string> { ["a"] = "1", ["b"] = "" },
        Graph = new OnnxGraph
        {
            Name = "main",
            DocString = "the graph",
            Metadata = new Dictionary<string, string> { ["g"] = "h" },
            Inputs =
            [
                new OnnxValueInfo("x", OnnxElementType.Float, [-1, 3, -1]) { DimensionNames = ["batch", "", ""], DocString = "input" },
                new OnnxValueInfo("scalar", OnnxElementType.Int64, []),
                new OnnxValueInfo("unknown", OnnxElementType.BFloat16, []) { HasShape = false },
                new OnnxValueInfo("words", OnnxElementType.Undefined, []) { HasShape = false, OpaqueType = new OnnxOpaque("sequence", 4, Proto.Bytes(1, Proto.Bytes(1, Proto.Int(1, 8)))) },
            ],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float8E4M3FN, [0])],
            ValueInfo = [new OnnxValueInfo("z", OnnxElementType.Undefined, []) { HasShape = false }],
            Initializers =
            [
                OnnxTensor.Floats("floats", [2], [1.5f, float.NaN]),
                OnnxTensor.Doubles("doubles", [1, 1], [Math.PI]),
                OnnxTensor.Int64s("none", [0, 4], []),
                OnnxTensor.Strings("strings", [3], ["", "a", "ß"]),
                new OnnxTensor("int4", OnnxElementType.Int4, [3], new byte[] { 0x21, 0x03 }),
                new OnnxTensor("int2", OnnxElementType.Int2, [5], new byte[] { 0x21, 0x03 }),
                new OnnxTensor("complex", OnnxElementType.Complex128, [1], new byte[16]),
            ],
            Opaque =
            [
                new OnnxOpaque("quantization_annotation", 14, Proto.Text(1, "x")),
                new OnnxOpaque("sparse_initializer", 15, Proto.Bytes(1, Proto.Text(8, "sparse"))) { Name = "sparse" },
            ],
            Nodes =
            [
                new OnnxNode("Every", ["x", "", "sparse"], ["z", ""])
                {
                    Name = "first",
                    Domain = "org.example",
                    Overload = "o",
                    DocString = "a node",
                    Metadata = new Dictionary<string, string> { ["n"] = "m" },
                    Opaque = [new OnnxOpaque("device_configurations", 10, Proto.Text(1, "cpu"))],
                    Attributes =
                    [
                        OnnxAttribute.Int("int", long.MinValue),
                        OnnxAttribute.Float("float", -0f),
                        OnnxAttribute.String("string", ""),
                        OnnxAttribute.Bytes("bytes", new byte[] { 0xFF, 0x00 }),
                        OnnxAttribute.Tensor("tensor", OnnxTensor.Floats("", [], [1f])),
                        OnnxAttribute.Ints("ints", [1, -1, long.MaxValue]),
                        OnnxAttribute.Floats("floats", [1f, float.NegativeInfinity]),
                        OnnxAttribute.Strings("strings", ["", "x"]),
                        OnnxAttribute.Ints("no ints", []),
                        OnnxAttribute.Tensors("tensors", [OnnxTensor.Int64s("t", [1], [4])]),
                        OnnxAttribute.Graphs("graphs", [Inner("i"), Inner("j")]),
                        OnnxAttribute.Opaque("type", OnnxAttributeType.TypeProto, new OnnxOpaque("TypeProto", 14, Proto.Bytes(1, Proto.Int(1, 1)))),
                        OnnxAttribute.Opaques("types", OnnxAttributeType.TypeProtos, [new OnnxOpaque("TypeProtos", 15, Proto.Bytes(1, Proto.Int(1, 1)))]),
                        OnnxAttribute.Opaque("sparse", OnnxAttributeType.SparseTensor, new OnnxOpaque("SparseTensor", 22, Proto.Int(3, 1))),
                    ],
                },
                new OnnxNode("Twice", ["z"], ["y"]) { Domain = "org.example", Attributes = [OnnxAttribute.Float("alpha", 2f)] },
            ],
        },
        Functions =
        [
            new OnnxFunction("org.example", "Twice", ["a"], ["b"], [new OnnxNode("LeakyRelu", ["a"], ["b"]) { Attributes = [OnnxAttribute.Reference("alpha", OnnxAttributeType.Float, "alpha")] }])
            {
                Parameters = ["alpha"],
                DefaultedParameters = [OnnxAttribute.Int("beta", 1)],
                OperatorSets = new Dictionary<string, long> { [""] = 16 },
                DocString = "a function",
                Overload = "v2",
                Metadata = new Dictionary<string, string> { ["f"] = "g" },
                ValueInfo = [new OnnxValueInfo("b", OnnxElementType.Float, [2])],
            },
        ],
        Opaque = [new OnnxOpaque("training_info", 20, Proto.Text(99, "t")), new OnnxOpaque("configuration", 26, Proto.Text(1, "c"))],
    };

    /// <summary><c>y = x + 1</c> if the sum of x is above 0, else <c>x * 2</c>.</summary>
    public static OnnxModel Branches() => new()
    {
        OperatorSets = new Dictionary<string, long> { [""] = 13 },
        Graph = new OnnxGraph
        {
            Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1]) { DimensionNames = ["n"] }],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1]) { DimensionNames = ["n"] }],
            Initializers = [OnnxTensor.Floats("zero", [], [0f]), OnnxTensor.Floats("one", [1], [1f]), OnnxTensor.Floats("two", [1], [2f])],
            Nodes =
            [
                new OnnxNode("ReduceSum", ["x"], ["sum"]) { Attributes = [OnnxAttribute.Int("keepdims", 0)] },
                new OnnxNode("Greater", ["sum", "zero"], ["positive"]),
                new OnnxNode("If", ["positive"], ["y"])
                {
                    Attributes = [OnnxAttribute.Graph("then_branch", Branch("Add", "one", "added")), OnnxAttribute.Graph("else_branch", Branch("Mul", "two", "doubled"))],
                },
            ],
        },
    };

    /// <summary>One tree of one split on feature 0 at 0.5, leaves -1 and 1.</summary>
    public static OnnxModel Forest() => new()
    {
        OperatorSets = new Dictionary<string, long> { [""] = 13, ["ai.onnx.ml"] = 3 },
        Graph = new OnnxGraph
        {
            Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 2])],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 1])],
            Nodes =
            [
                new OnnxNode("TreeEnsembleRegressor", ["x"], ["y"])
                {
                    Domain = "ai.onnx.ml",
                    Attributes =
                    [
                        OnnxAttribute.Int("n_targets", 1),
                        OnnxAttribute.Ints("nodes_treeids", [0, 0, 0]),
                        OnnxAttribute.Ints("nodes_nodeids", [0, 1, 2]),
                        OnnxAttribute.Ints("nodes_featureids", [0, 0, 0]),
                        OnnxAttribute.Strings("nodes_modes", ["BRANCH_LEQ", "LEAF", "LEAF"]),
                        OnnxAttribute.Floats("nodes_values", [0.5f, 0f, 0f]),
                        OnnxAttribute.Ints("nodes_truenodeids", [1, 0, 0]),
                        OnnxAttribute.Ints("nodes_falsenodeids", [2, 0, 0]),
                        OnnxAttribute.Ints("target_treeids", [0, 0]),
                        OnnxAttribute.Ints("target_nodeids", [1, 2]),
                        OnnxAttribute.Ints("target_ids", [0, 0]),
                        OnnxAttribute.Floats("target_weights", [-1f, 1f]),
                    ],
                },
            ],
        },
    };

    private static OnnxGraph Branch(string operation, string operand, string result) => new()
    {
        Name = operation,
        Inputs = [],
        Outputs = [new OnnxValueInfo(result, OnnxElementType.Float, [-1])],
        Nodes = [new OnnxNode(operation, ["x", operand], [result])],
    };

    private static OnnxGraph Inner(string name) => new()
    {
        Name = name,
        Inputs = [],
        Outputs = [new OnnxValueInfo(name, OnnxElementType.Undefined, []) { HasShape = false }],
        Nodes = [new OnnxNode("Identity", ["x"], [name])],
    };
}
