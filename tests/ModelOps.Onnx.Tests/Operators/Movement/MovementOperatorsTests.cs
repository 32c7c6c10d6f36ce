using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Movement;

public class MovementOperatorsTests
{
    private static readonly OnnxElementType[] Types =
        [OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64, OnnxElementType.Int32, OnnxElementType.UInt8, OnnxElementType.Bool, OnnxElementType.Float16, OnnxElementType.String];

    public static TheoryData<OnnxElementType> AllTypes => [.. Types];

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Transpose_AnyOrder_IsThatOfOnnxRuntime(OnnxElementType type)
    {
        foreach ((long[] shape, long[]? order) in ((long[], long[]?)[])
            [([3, 5], null), ([3, 5], [0, 1]), ([2, 3, 4], [0, 2, 1]), ([2, 3, 4], [2, 0, 1]), ([2, 1, 4, 3], [3, 1, 0, 2]), ([2, 0, 3], [1, 2, 0]), ([2, 3, 1, 2, 4], [4, 3, 2, 1, 0]), ([7], null), ([], null)])
        {
            OnnxNode node = new("Transpose", ["x"], ["y"]) { Attributes = order is null ? [] : [OnnxAttribute.Ints("perm", order)] };
            OneNode.Check(13, node, [Draw.Tensor("x", type, shape, 1)]);
        }
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void ExpandAndTile_AnyShape_AreThoseOfOnnxRuntime(OnnxElementType type)
    {
        foreach ((long[] shape, long[] wanted) in ((long[], long[])[])[([3, 1], [2, 3, 4]), ([1], [0]), ([], [2, 2]), ([2, 3], [1, 1]), ([2, 3], [3]), ([1, 3, 1], [5, 1, 2])])
        {
            OneNode.Check(13, new OnnxNode("Expand", ["x", "s"], ["y"]), [Draw.Tensor("x", type, shape, 1)], [Longs("s", wanted)]);
        }

        if (type == OnnxElementType.Float16) { return; }
        foreach ((long[] shape, long[] repeats) in ((long[], long[])[])[([3, 2], [2, 3]), ([4], [3]), ([2, 1, 2], [1, 4, 2]), ([2, 3], [1, 1]), ([2], [0])])
        {
            OneNode.Check(13, new OnnxNode("Tile", ["x", "r"], ["y"]), [Draw.Tensor("x", type, shape, 1)], [Longs("r", repeats)]);
        }
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Slice_AnyStartsEndsAndSteps_IsThatOfOnnxRuntime(OnnxElementType type)
    {
        OnnxTensor x = Draw.Tensor("x", type, [5, 4, 6], 1);
        foreach ((long[] starts, long[] ends, long[]? axes, long[]? steps) in ((long[], long[], long[]?, long[]?)[])
        [
            ([1], [3], null, null), ([0, 1], [5, 3], [0, 2], null), ([-3], [-1], [-1], null), ([1, 0], [100, long.MaxValue], [0, 2], [2, 3]), ([-1], [long.MinValue], [0], [-1]),
            ([4, 5], [0, 1], [0, 2], [-2, -1]), ([3], [3], [0], null), ([4], [1], [1], null), ([-100], [100], [2], [4]), ([100], [-100], [2], [-3]), ([2], [3], [0], [long.MaxValue]), ([3], [0], [0], [long.MinValue + 1]),
        ])
        {
            string[] names = steps is not null ? ["x", "s", "e", "a", "t"] : axes is not null ? ["x", "s", "e", "a"] : ["x", "s", "e"];
            OnnxTensor[] constants = [Longs("s", starts), Longs("e", ends), Longs("a", axes ?? []), Longs("t", steps ?? [])];
            OneNode.Check(13, new OnnxNode("Slice", names, ["y"]), [x], constants[..(names.Length - 1)]);
        }

        OnnxAttribute[] old = [OnnxAttribute.Ints("starts", [1, -2]), OnnxAttribute.Ints("ends", [3, 100]), OnnxAttribute.Ints("axes", [0, 2])];
        OneNode.Check(9, new OnnxNode("Slice", ["x"], ["y"]) { Attributes = old }, [x]);
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Concat_AnyAxis_IsThatOfOnnxRuntime(OnnxElementType type)
    {
        foreach (int axis in (int[])[0, 1, 2, -1])
        {
            int at = axis < 0 ? 2 : axis;
            OnnxTensor[] inputs = [.. Enumerable.Range(1, 4).Select(i => Draw.Tensor($"x{i}", type, [.. new long[] { 2, 3, 4 }.Select((d, k) => k == at ? i % 4 : d)], i))];
            for (int count = 1; count <= 4; count++)
            {
                OneNode.Check(13, new OnnxNode("Concat", [.. inputs[..count].Select(static i => i.Name)], ["y"]) { Attributes = [OnnxAttribute.Int("axis", axis)] }, inputs[..count]);
            }
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(18)]
    public void Split_EqualAndGivenParts_IsThatOfOnnxRuntime(int opset)
    {
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.Float, OnnxElementType.Int32, OnnxElementType.String])
        {
            OnnxTensor x = Draw.Tensor("x", type, [2, 6, 3], 1);
            if (opset < 13 && type == OnnxElementType.String) { continue; }
            OnnxAttribute[] equal = [OnnxAttribute.Int("axis", -2), .. opset >= 18 ? new[] { OnnxAttribute.Int("num_outputs", 3) } : []];
            OneNode.Check(opset, new OnnxNode("Split", ["x"], ["a", "b", "c"]) { Attributes = equal }, [x]);
            OnnxNode given = opset < 13
                ? new("Split", ["x"], ["a", "b", "c"]) { Attributes = [OnnxAttribute.Int("axis", 1), OnnxAttribute.Ints("split", [1, 0, 5])] }
                : new("Split", ["x", "s"], ["a", "b", "c"]) { Attributes = [OnnxAttribute.Int("axis", 1)] };
            OneNode.Check(opset, given, [x], opset < 13 ? [] : [Longs("s", [1, 0, 5])]);
            if (opset >= 18)
            {
                OneNode.Check(opset, new OnnxNode("Split", ["x"], ["a", "b"]) { Attributes = [OnnxAttribute.Int("axis", 2), OnnxAttribute.Int("num_outputs", 2)] }, [x]);
            }
        }
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("reflect")]
    [InlineData("edge")]
    public void Pad_AnyMode_IsThatOfOnnxRuntime(string mode)
    {
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64, OnnxElementType.Int32])
        {
            foreach ((long[] shape, long[] pads) in ((long[], long[])[])[([5], [2, 3]), ([3, 4], [0, 2, 2, 1]), ([3, 4], [0, 0, 0, 0]), ([2, 3, 4], [1, 0, 3, 0, 2, 1]), ([4, 5], [-1, 2, 0, -2]), ([1, 2, 5, 6], [0, 0, 2, 3, 0, 0, 1, 4])])
            {
                OnnxNode node = new("Pad", ["x", "p", "v"], ["y"]) { Attributes = [OnnxAttribute.String("mode", mode)] };
                OneNode.Check(13, node, [Draw.Tensor("x", type, shape, 1)], [Longs("p", pads), Draw.Tensor("v", type, [], 5)]);
                OneNode.Check(11, node with { Inputs = ["x", "p"] }, [Draw.Tensor("x", type, shape, 1)], [Longs("p", pads)]);
            }
        }

        OnnxNode old = new("Pad", ["x"], ["y"]) { Attributes = [OnnxAttribute.String("mode", mode), OnnxAttribute.Ints("pads", [1, 0, 0, 2])] };
        OneNode.Check(10, old, [Draw.Tensor("x", OnnxElementType.Float, [3, 4], 1)]);
        OnnxNode some = new("Pad", ["x", "p", "", "a"], ["y"]) { Attributes = [OnnxAttribute.String("mode", mode)] };
        OneNode.Check(18, some, [Draw.Tensor("x", OnnxElementType.Float, [3, 4], 1)], [Longs("p", [1, 2]), Longs("a", [-1])]);
    }

    [Fact]
    public void Shapes_ComputedInTheGraph_AreKnownAhead()
    {
        // Flattens all but the first dimension, as exporters write it: Shape, Gather, Mul, Concat, Reshape.
        OnnxModel model = NodeModel.Of(
            13,
            [
                new("Shape", ["x"], ["s"]),
                new("Gather", ["s", "zero"], ["n"]), new("Slice", ["s", "one", "end"], ["rest"]), new("Gather", ["rest", "zero"], ["b"]), new("Gather", ["rest", "last"], ["c"]),
                new("Mul", ["b", "c"], ["m"]), new("Cast", ["m"], ["mf"]) { Attributes = [OnnxAttribute.Int("to", 1)] }, new("Cast", ["mf"], ["mi"]) { Attributes = [OnnxAttribute.Int("to", 7)] },
                new("Unsqueeze", ["n", "at"], ["n1"]), new("Unsqueeze", ["mi", "at"], ["m1"]), new("Concat", ["n1", "m1"], ["t"]) { Attributes = [OnnxAttribute.Int("axis", 0)] },
                new("Reshape", ["x", "t"], ["y"]),
            ],
            [new("x", OnnxElementType.Float, [-1, 3, -1])],
            [new("y", OnnxElementType.Float, [-1, -1])],
            OnnxTensor.Int64s("zero", [], [0]), OnnxTensor.Int64s("last", [], [-1]), Longs("one", [1]), Longs("end", [3]), Longs("at", [0]));
        Assert.Equal("x: FP32[-1,3,-1] -> y: FP32[-1,-1]", SimdModel.Compile(model).Signature.ToString());
        foreach (long rows in (long[])[1, 4, 2]) { Oracle.Check(model, [Draw.Tensor("x", OnnxElementType.Float, [rows, 3, rows + 1], 1)]); }
    }

    internal static OnnxTensor Longs(string name, long[] values) => OnnxTensor.Int64s(name, [values.Length], values);
}
