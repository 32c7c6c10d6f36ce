using System.Buffers.Binary;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace ModelOps.Onnx.Tests;

public sealed class OnnxModelReaderTests
{
    private static readonly OnnxReadOptions Unchecked = new() { Validate = false };

    public static TheoryData<string> Samples => [.. SampleModels.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_WrittenModel_SameModel(string name)
    {
        OnnxModel model = SampleModels.Get(name);

        OnnxModel read = OnnxModelReader.Read(OnnxModelWriter.Write(model));

        Assert.Equal(Dump.Of(model), Dump.Of(read));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void ReadFile_And_ReadStream_SameAsFromMemory(string name)
    {
        using TemporaryFolder folder = new();
        byte[] file = OnnxModelWriter.Write(SampleModels.Get(name));
        string expected = Dump.Of(OnnxModelReader.Read(file));
        using OneByteStream slow = new(file);

        Assert.Equal(expected, Dump.Of(OnnxModelReader.ReadFile(folder.Write("m.onnx", file))));
        Assert.Equal(expected, Dump.Of(OnnxModelReader.Read(slow)));
    }

    public static TheoryData<string, float[]> Runnable => new()
    {
        { "branches", [1f, -3f, 4f] }, { "branches", [1f, -3f] }, { "affine", [1f, 2f, 3f, 4f] }, { "forest", [0.25f, 9f, 0.75f, 9f] },
    };

    [Theory]
    [MemberData(nameof(Runnable))]
    public void Read_ModelThatOnnxRuntimeOptimized_RewrittenModelAnswersTheSame(string name, float[] x)
    {
        using TemporaryFolder folder = new();
        byte[] original = OnnxModelWriter.Write(SampleModels.Get(name));
        string optimized = folder.File("optimized.onnx");
        using (SessionOptions options = new() { OptimizedModelFilePath = optimized, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED })
        {
            using InferenceSession session = new(original, options);
        }

        OnnxModel read = OnnxModelReader.ReadFile(optimized);

        Assert.NotEmpty(read.Graph.Nodes);
        Assert.Equal(Run(original, x), Run(OnnxModelWriter.Write(read), x));
        Assert.Equal(Dump.Of(read), Dump.Of(OnnxModelReader.Read(OnnxModelWriter.Write(read))));
    }

    [Fact]
    public void Read_ModelOfOnnxRuntime_TensorsKeepTheirValues()
    {
        using TemporaryFolder folder = new();
        string optimized = folder.File("optimized.onnx");
        using (SessionOptions options = new() { OptimizedModelFilePath = optimized, GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL })
        {
            using InferenceSession session = new(TestModels.Affine(2f, 1f), options);
        }

        OnnxTensor scale = Assert.Single(OnnxModelReader.ReadFile(optimized).Graph.Initializers, static tensor => tensor.Name == "scale");

        Assert.Equal(2f, BinaryPrimitives.ReadSingleLittleEndian(scale.RawData.Span));
    }

    public static TheoryData<OnnxElementType, byte[], string> TypedData => new()
    {
        { OnnxElementType.Float, Proto.Floats(4, 1f, -2f), "0000803F000000C0" },
        { OnnxElementType.Float, Proto.Message(Proto.Float(4, 1f), Proto.Float(4, -2f)), "0000803F000000C0" },
        { OnnxElementType.Double, Proto.Doubles(10, 1d, -2d), "000000000000F03F00000000000000C0" },
        { OnnxElementType.Complex64, Proto.Floats(4, 1f, -2f, 0f, 0f), "0000803F000000C00000000000000000" },
        { OnnxElementType.Int64, Proto.Ints(7, 1, -1), "0100000000000000FFFFFFFFFFFFFFFF" },
        { OnnxElementType.Int64, Proto.Message(Proto.Int(7, 1), Proto.Ints(7, -1)), "0100000000000000FFFFFFFFFFFFFFFF" },
        { OnnxElementType.UInt64, Proto.Ints(11, 1, -1), "0100000000000000FFFFFFFFFFFFFFFF" },
        { OnnxElementType.UInt32, Proto.Ints(11, 1, 0xFFFFFFFF), "01000000FFFFFFFF" },
        { OnnxElementType.Int32, Proto.Ints(5, 1, -1), "01000000FFFFFFFF" },
        { OnnxElementType.Int16, Proto.Ints(5, 1, -2), "0100FEFF" },
        { OnnxElementType.UInt16, Proto.Ints(5, 1, 65534), "0100FEFF" },
        { OnnxElementType.Float16, Proto.Ints(5, 0x3C00, 0xC000), "003C00C0" },
        { OnnxElementType.BFloat16, Proto.Ints(5, 0x3F80, 0xC000), "803F00C0" },
        { OnnxElementType.Int8, Proto.Ints(5, 1, -2), "01FE" },
        { OnnxElementType.UInt8, Proto.Ints(5, 1, 254), "01FE" },
        { OnnxElementType.Float8E5M2, Proto.Ints(5, 0x3C, 0xC0), "3CC0" },
        { OnnxElementType.Bool, Proto.Ints(5, 1, 256), "0101" },
        { OnnxElementType.Int4, Proto.Ints(5, 0x21), "21" },
        { OnnxElementType.UInt2, Proto.Ints(5, 0x01), "01" },
        { OnnxElementType.Int32, Proto.Bytes(9, [1, 0, 0, 0, 2, 0, 0, 0]), "0100000002000000" },
    };

    [Theory]
    [MemberData(nameof(TypedData))]
    public void Read_TypedElements_BecomeRawLittleEndian(OnnxElementType type, byte[] data, string expected)
    {
        byte[] file = Proto.TensorModel(Proto.Int(1, 2), Proto.Int(2, (long)type), Proto.Text(8, "t"), data);

        Assert.Equal(expected, Convert.ToHexString(OnnxModelReader.Read(file).Graph.Initializers[0].RawData.Span));
    }

    [Fact]
    public void Read_UnknownFields_AreSkipped()
    {
        byte[] file = Proto.Message(
            TestModels.Affine(2f, 1f), Proto.Int(99, 5), Proto.Float(100, 1f), Proto.Text(101, "new"), [0xD1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal(Dump.Of(OnnxModelReader.Read(TestModels.Affine(2f, 1f))), Dump.Of(OnnxModelReader.Read(file)));
    }

    [Fact]
    public void Read_AttributesWithoutDeclaredType_TypeIsThatOfTheValue()
    {
        byte[] file = Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), Proto.Bytes(5, Proto.Text(1, "a"), Proto.Ints(8, 1, 2))));

        OnnxAttribute attribute = OnnxModelReader.Read(file).Graph.Nodes[0].Attributes[0];

        Assert.Equal(OnnxAttributeType.Ints, attribute.Type);
        Assert.Equal([1L, 2L], Assert.IsType<IReadOnlyList<long>>(attribute.Value, exactMatch: false));
    }

    [Fact]
    public void Read_ListsInPlainAndPackedCodingByTurns_OneList()
    {
        byte[] file = Proto.Model(Proto.Bytes(
            1,
            Proto.Text(4, "Op"),
            Proto.Bytes(5, Proto.Int(8, 1), Proto.Int(8, -2), Proto.Text(1, "ints"), Proto.Ints(8, 3, 300), Proto.Ints(8), Proto.Ints(8, 4), Proto.Int(8, 1L << 40), Proto.Int(20, 7)),
            Proto.Bytes(5, Proto.Float(7, 1f), Proto.Floats(7, 2f, 3f), Proto.Text(1, "floats"), Proto.Float(7, 4f), Proto.Float(7, -0f)),
            Proto.Bytes(5, Proto.Text(9, "a"), Proto.Text(9, "b"), Proto.Text(1, "strings"), Proto.Text(9, ""), Proto.Text(9, "a"), Proto.Text(9, "q")),
            Proto.Bytes(5, Proto.Text(1, "more"), Proto.Ints(8, 9))));

        IReadOnlyList<OnnxAttribute> attributes = OnnxModelReader.Read(file).Graph.Nodes[0].Attributes;

        Assert.Equal(["ints", "floats", "strings", "more"], attributes.Select(static attribute => attribute.Name));
        Assert.Equal([1L, -2L, 3L, 300L, 4L, 1L << 40], Assert.IsType<long[]>(attributes[0].Value));
        Assert.Equal([1f, 2f, 3f, 4f, -0f], Assert.IsType<float[]>(attributes[1].Value));
        Assert.Equal(["a", "b", "", "a", "q"], Assert.IsType<string[]>(attributes[2].Value));
        Assert.Equal([9L], Assert.IsType<long[]>(attributes[3].Value));
    }

    [Fact]
    public void Read_ZeroThatProtobufLeavesOut_IsZero()
    {
        byte[] file = Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), Proto.Bytes(5, Proto.Text(1, "a"), Proto.Int(20, 2))));

        Assert.Equal(0L, OnnxModelReader.Read(file).Graph.Nodes[0].Attributes[0].Value);
    }

    public static TheoryData<byte[], string> Broken => new()
    {
        { Array.Empty<byte>(), "no graph" },
        { "PK\u0003\u0004 a zip file"u8.ToArray(), "impossible number" },
        { Proto.Message(Proto.Int(1, 8), Proto.Int(7, 1)), "wire type Varint, expected Bytes" },
        { Proto.Model(Proto.Float(2, 1f)), "wire type Fixed32, expected Bytes" },
        { [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], "declares 2147483647 bytes, but 0 follow" },
        { [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], "declares 18446744073709551615 bytes" },
        { [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02], "more than 64 bits" },
        { [0x08, 0xFF], "ends inside a number" },
        { [0x00], "impossible number" },
        { [0x0B], "wire type 3" },
        { Proto.Message(Proto.Bytes(7), Proto.Bytes(7)), "a second graph" },
        { Proto.Model(Proto.Bytes(2, [0xC3, 0x28])), "not UTF-8" },
        { Proto.Model(Proto.Bytes(1)), "no operator type" },
        { Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), Proto.Bytes(5, Proto.Int(20, 15)))), "its type 15 is unknown" },
        { Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), Proto.Bytes(5, Proto.Int(20, -5)))), "its type -1 is unknown" },
        { Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), Proto.Bytes(5, Proto.Int(20, 1), Proto.Int(3, 1)))), "declares Float but holds Int" },
        { Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), Proto.Bytes(5, Proto.Float(2, 1f), Proto.Int(3, 1)))), "holds both Float and Int" },
        { Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), Proto.Bytes(5, Proto.Int(20, 4)))), "declares Tensor but holds none" },
        { Proto.Model(Proto.Bytes(1, Proto.Text(4, "Op"), Proto.Bytes(5, Proto.Bytes(7, [1, 2, 3])))), "no whole number of floats" },
        { Proto.TensorModel(Proto.Text(8, "t")), "element type 0 is unknown" },
        { Proto.TensorModel(Proto.Int(2, 27), Proto.Text(8, "t")), "element type 27 is unknown" },
        { Proto.TensorModel(Proto.Int(2, 1), Proto.Floats(4, 1f), Proto.Bytes(9, [0, 0, 0, 0])), "both in field 4 and in field 9" },
        { Proto.TensorModel(Proto.Int(2, 1), Proto.Ints(7, 1)), "field 7 cannot hold elements of type Float" },
        { Proto.TensorModel(Proto.Int(2, 8), Proto.Bytes(9, [1])), "field 9 cannot hold elements of type String" },
        { Proto.TensorModel(Proto.Int(2, 1), Proto.Bytes(3)), "segment" },
        { Proto.TensorModel(Proto.Int(2, 1), Proto.Int(14, 2)), "data location 2 is unknown" },
        { Proto.TensorModel(Proto.Int(2, 1), Proto.Int(14, 1)), "no location" },
        { Proto.TensorModel(Proto.Int(1, 1L << 40), Proto.Int(1, 1L << 40), Proto.Int(2, 1), Proto.Text(8, "t")), "shape [1099511627776, 1099511627776] is impossible" },
        { Proto.TensorModel(Proto.Int(1, -1), Proto.Int(2, 1), Proto.Text(8, "t")), "shape [-1] is impossible" },
        { Proto.TensorModel(Proto.Int(1, 3), Proto.Int(2, 1), Proto.Text(8, "t"), Proto.Floats(4, 1f)), "need 12 bytes, but it holds 4" },
        { Proto.Message(Proto.Bytes(8, Proto.Int(2, 13)), Proto.Bytes(8, Proto.Int(2, 14)), Proto.Bytes(7)), "imported in versions 13 and 14" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_BrokenFile_TypedErrorSaysWhatIsWrong(byte[] file, string problem)
    {
        InvalidOnnxModelException error = Assert.Throws<InvalidOnnxModelException>(() => OnnxModelReader.Read(file));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(ModelOpsErrorKind.InvalidArgument, error.Kind);
        Assert.Equal("INVALID_ONNX_MODEL", error.Code);
        Assert.NotEmpty(error.Where);
    }

    [Fact]
    public void Read_FileWithSeveralFaults_ErrorHoldsAllFindings()
    {
        OnnxModel model = SampleModels.Branches();
        model = model with { OperatorSets = new Dictionary<string, long>(), Graph = model.Graph with { Inputs = [] } };

        InvalidOnnxModelException error = Assert.Throws<InvalidOnnxModelException>(() => OnnxModelReader.Read(OnnxModelWriter.Write(model)));

        Assert.Equal(OnnxModelValidator.Validate(model), error.Findings);
        Assert.Contains(error.Findings, static finding => finding.Rule == OnnxRule.Imported);
        Assert.Contains(error.Findings, static finding => finding.Rule == OnnxRule.Defined);
        Assert.NotEmpty(OnnxModelReader.Read(OnnxModelWriter.Write(model), Unchecked).Graph.Nodes);
    }

    public static TheoryData<string, OnnxReadOptions> Limits => new()
    {
        { nameof(OnnxReadOptions.MaxModelBytes), new OnnxReadOptions { MaxModelBytes = 100 } },
        { nameof(OnnxReadOptions.MaxNodes), new OnnxReadOptions { MaxNodes = 4 } },
        { nameof(OnnxReadOptions.MaxTensors), new OnnxReadOptions { MaxTensors = 2 } },
        { nameof(OnnxReadOptions.MaxAttributes), new OnnxReadOptions { MaxAttributes = 2 } },
        { nameof(OnnxReadOptions.MaxValues), new OnnxReadOptions { MaxValues = 3 } },
        { nameof(OnnxReadOptions.MaxGraphDepth), new OnnxReadOptions { MaxGraphDepth = 1 } },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Read_MoreThanALimit_ErrorNamesTheOption(string option, OnnxReadOptions options)
    {
        byte[] file = OnnxModelWriter.Write(SampleModels.Branches()); // 5 nodes, 3 tensors, 3 attributes, 4 values, depth 2
        using MemoryStream seekable = new(file);
        using OneByteStream slow = new(file);

        foreach (Func<OnnxModel> read in (Func<OnnxModel>[])[() => OnnxModelReader.Read(file, options), () => OnnxModelReader.Read(seekable, options), () => OnnxModelReader.Read(slow, options)])
        {
            InvalidOnnxModelException error = Assert.Throws<InvalidOnnxModelException>(read);
            Assert.Contains(option, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_ExactlyAtTheLimits_Reads() => Assert.Equal(3, OnnxModelReader.Read(
        OnnxModelWriter.Write(SampleModels.Branches()),
        new OnnxReadOptions { MaxNodes = 5, MaxTensors = 3, MaxAttributes = 3, MaxValues = 4, MaxGraphDepth = 2 }).Graph.Nodes.Count);

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(10_000, false)]
    public void Read_GraphsInsideGraphs_AreReadUpToTheLimit(int depth, bool accepted)
    {
        byte[] graph = [];
        for (int i = 0; i < depth; i++) { graph = Proto.Bytes(1, Proto.Text(4, "If"), Proto.Bytes(5, Proto.Text(1, i.ToString(CultureInfo.InvariantCulture)), Proto.Bytes(6, graph))); }

        byte[] file = Proto.Model(graph);

        if (accepted) { Assert.Equal(Dump.Of(OnnxModelReader.Read(file)), Dump.Of(OnnxModelReader.Read(OnnxModelWriter.Write(OnnxModelReader.Read(file))))); }
        else { Assert.Contains("MaxGraphDepth", Assert.Throws<InvalidOnnxModelException>(() => OnnxModelReader.Read(file)).Message, StringComparison.Ordinal); }
    }

    [Fact]
    public void Read_GraphsNestedToTheHighestLimit_FitsASmallStack()
    {
        byte[] graph = [];
        for (int i = 0; i < 127; i++) { graph = Proto.Bytes(1, Proto.Text(4, "If"), Proto.Bytes(5, Proto.Text(1, "g"), Proto.Bytes(6, graph))); }
        byte[] file = Proto.Model(graph);
        string? printed = null;
        Thread small = new(() => printed = OnnxPrinter.Print(OnnxModelReader.Read(OnnxModelWriter.Write(OnnxModelReader.Read(file, new OnnxReadOptions { MaxGraphDepth = 128 })), new OnnxReadOptions { MaxGraphDepth = 128 })), maxStackSize: 768 * 1024);

        small.Start();
        small.Join();

        Assert.Equal(128, printed!.Split("graph : ").Length - 1);
    }

    [Fact]
    public void Options_LimitsThatCannotBe_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new OnnxReadOptions { MaxNodes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new OnnxReadOptions { MaxGraphDepth = 129 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new OnnxReadOptions { MaxExternalBytes = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new OnnxWriteOptions { ExternalDataThresholdBytes = 0 });
    }

    private static float[] Run(byte[] model, float[] x)
    {
        using InferenceSession session = new(model);
        long[] shape = session.InputMetadata["x"].Dimensions.Length == 1 ? [x.Length] : [-1, session.InputMetadata["x"].Dimensions[1]];
        if (shape[0] < 0) { shape[0] = x.Length / shape[1]; }
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(x, shape);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
