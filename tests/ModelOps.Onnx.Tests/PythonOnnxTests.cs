using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests;

/// <summary>The format as an independent implementation knows it: Debian's <c>python3-onnx</c>.</summary>
public sealed class PythonOnnxTests
{
    // Models with every part that version 1.12 knows; denotations and doc strings of attributes, which reading drops, are left out.
    private const string Produce = """
        import glob, os, shutil, sys
        import onnx
        from onnx import helper, numpy_helper, TensorProto as T
        import numpy as np
        folder = sys.argv[1]
        def vi(name, type=T.FLOAT, shape=("n", 3)): return helper.make_tensor_value_info(name, type, shape)
        tensors = [helper.make_tensor("t%d" % t, t, [2], [True, False] if t == T.BOOL else [1, 2]) for t in
                   (T.FLOAT, T.UINT8, T.INT8, T.UINT16, T.INT16, T.INT32, T.INT64, T.BOOL, T.DOUBLE, T.UINT32, T.UINT64)]
        tensors += [helper.make_tensor("s", T.STRING, [2], [b"a", "\u00df".encode()]), numpy_helper.from_array(np.arange(6, dtype=np.float16).reshape(2, 3), "f16")]
        tensors += [helper.make_tensor("bf", T.BFLOAT16, [2], [1.0, -2.0]), helper.make_tensor("c", T.COMPLEX64, [1], [1 + 2j])]
        sparse = helper.make_sparse_tensor(helper.make_tensor("sp", T.FLOAT, [1], [2.0]), helper.make_tensor("", T.INT64, [1], [1]), [3])
        branch = helper.make_graph([helper.make_node("Identity", ["x"], ["b"], name="inner")], "branch", [], [vi("b")])
        node = helper.make_node("Every", ["x", "", "sp"], ["z"], name="n", domain="d", i=5, f=1.5, s="text", ii=[1, -2], ff=[1.0, 2.0], ss=["a", "b"],
                                t=tensors[0], tt=tensors[:2], g=branch, gg=[branch, branch], sparse=sparse, type=helper.make_tensor_type_proto(T.FLOAT, [1]))
        node.doc_string = "a node"
        graph = helper.make_graph([node, helper.make_node("F", ["z"], ["y"], domain="d")], "main",
                                  [vi("x"), helper.make_tensor_sequence_value_info("q", T.INT64, [None]), vi("scalar", T.BFLOAT16, [])],
                                  [vi("y", T.FLOAT, None)], tensors, "a graph", [vi("z")])
        graph.sparse_initializer.append(sparse)
        graph.quantization_annotation.add().tensor_name = "x"
        function = helper.make_function("d", "F", ["a"], ["b"], [helper.make_node("Relu", ["a"], ["b"])], [helper.make_opsetid("", 13)], ["alpha"])
        model = helper.make_model(graph, functions=[function], producer_name="p", producer_version="1", domain="e", model_version=3, doc_string="d",
                                  opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("d", 1)])
        helper.set_model_props(model, {"k": "v"})
        model.training_info.add().initialization.name = "init"
        onnx.save(model, os.path.join(folder, "every.onnx"))
        for path in glob.glob(os.path.join(os.path.dirname(onnx.__file__), "**", "*.onnx"), recursive=True):
            shutil.copy(path, folder)
        """;

    // Tensors are compared by value, since typed fields become raw data; an empty domain is the same as none; everything else as protobuf.
    private const string Compare = """
        import struct, sys
        import onnx
        from onnx import numpy_helper
        def normal(tensor):
            if tensor.data_type == onnx.TensorProto.STRING or tensor.data_location: return
            if tensor.data_type == onnx.TensorProto.BFLOAT16:
                if not tensor.HasField("raw_data"):
                    tensor.raw_data = b"".join((v & 0xFFFF).to_bytes(2, "little") for v in tensor.int32_data)
                    del tensor.int32_data[:]
                return
            if tensor.data_type == onnx.TensorProto.COMPLEX64:
                if not tensor.HasField("raw_data"):
                    tensor.raw_data = struct.pack("<%df" % len(tensor.float_data), *tensor.float_data)
                    del tensor.float_data[:]
                return
            array = numpy_helper.to_array(tensor)
            for field in ("float_data", "int32_data", "int64_data", "double_data", "uint64_data"): tensor.ClearField(field)
            tensor.raw_data = array.tobytes()
        def graph(g):
            for t in g.initializer: normal(t)
            for n in g.node: node(n)
        def node(n):
            for a in n.attribute:
                if a.HasField("t"): normal(a.t)
                if a.HasField("g"): graph(a.g)
                for t in a.tensors: normal(t)
                for g in a.graphs: graph(g)
        def load(path):
            model = onnx.load(path)
            graph(model.graph)
            for f in model.functions:
                for n in f.node: node(n)
            for part in [model, *model.functions]:
                for o in part.opset_import:
                    if not o.domain: o.ClearField("domain")
            return model
        a, b = load(sys.argv[1]), load(sys.argv[2])
        assert a == b, "\n--- before\n%s\n--- after\n%s" % (a, b)
        """;

    private const string Check = """
        import sys
        import onnx
        onnx.checker.check_model(onnx.load(sys.argv[1]))
        """;

    [Fact]
    public async Task Rewrite_ModelsOfPython_PythonFindsNothingChanged()
    {
        using TemporaryFolder folder = new();
        await Python.RunAsync(Produce, folder.Path);
        string[] models = Directory.GetFiles(folder.Path, "*.onnx");
        Assert.NotEmpty(models);
        foreach (string path in models)
        {
            string rewritten = path + ".rewritten";
            OnnxModelWriter.WriteFile(OnnxModelReader.ReadFile(path), rewritten);

            await Python.RunAsync(Compare, path, rewritten);
        }
    }

    [Theory]
    [InlineData("branches")]
    [InlineData("affine")]
    [InlineData("forest")]
    public async Task Write_SoundModel_PythonsCheckerAccepts(string name)
    {
        using TemporaryFolder folder = new();
        OnnxModelWriter.WriteFile(SampleModels.Get(name), folder.File("m.onnx"));

        await Python.RunAsync(Check, folder.File("m.onnx"));
    }
}
