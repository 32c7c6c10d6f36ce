using static ModelOps.Onnx.OnnxAttribute;

namespace ModelOps.Onnx.Tests.Shapes;

internal static partial class ShapeCases
{
    private static IEnumerable<ShapeCase> Multiplying()
    {
        foreach (long version in Versions)
        {
            yield return One("MatMul", ["f:2,3,4", "f:4,5"], version);
            yield return One("Gemm", ["f:4,3", "f!5,4", "f!5"], version, Int("transA", 1), Int("transB", 1));
        }

        yield return One("MatMul", ["f:4", "f:4"], 13);
        yield return One("MatMul", ["f:4", "f:2,4,5"], 13);
        yield return One("MatMul", ["f:3,4", "f:4"], 13);
        yield return One("MatMul", ["f:6,1,3,4", "f:2,4,5"], 13);
        yield return One("MatMulInteger", ["u8:3,4", "s8!4,5"], 10);
        yield return One("Einsum", ["f:2,3,4", "f:2,4,5"], 12, String("equation", "bij,bjk->bik"));
        yield return One("Einsum", ["f:3,4"], 12, String("equation", "ij -> ji"));
        yield return One("Einsum", ["f:3,4", "f:4,5"], 12, String("equation", "ij,jk"));
        yield return One("Det", ["f:2,3,3"], 11);
    }

    private static IEnumerable<ShapeCase> Convolving()
    {
        foreach (long version in Versions)
        {
            yield return One("Conv", ["f:1,4,9,8", "f!6,2,3,2", "f!6"], version, Int("group", 2), Ints("strides", [2, 1]), Ints("pads", [1, 0, 1, 1]), Ints("dilations", [1, 2]));
            yield return One("MaxPool", ["f:1,4,9,8"], version, Ints("kernel_shape", [3, 2]), Ints("strides", [2, 2]), Ints("pads", [1, 0, 1, 0]));
            yield return One("AveragePool", ["f:1,4,9"], version, Ints("kernel_shape", [3]));
        }

        yield return One("Conv", ["f:1,2,9", "f!3,2,3"], 11, String("auto_pad", "SAME_UPPER"), Ints("strides", [2]));
        yield return One("Conv", ["f:1,2,9", "f!3,2,3"], 11, String("auto_pad", "VALID"));
        yield return One("Conv", ["f:1,2,9", "f!3,2,3"], 22, Ints("pads", [1, 1]));
        yield return One("ConvTranspose", ["f:1,2,9", "f!2,3,3"], 11, Ints("strides", [2]), Ints("pads", [1, 0]), Ints("output_padding", [1]));
        yield return One("ConvTranspose", ["f:1,2,9", "f!2,3,3"], 11, String("auto_pad", "SAME_UPPER"), Ints("strides", [2]));
        yield return One("ConvInteger", ["u8:1,2,9", "u8!3,2,3"], 10);
        yield return Many("MaxPool", ["f:1,2,9"], 2, 12, Ints("kernel_shape", [2]), Ints("strides", [2]), Int("ceil_mode", 1));
        yield return One("MaxPool", ["f:1,2,9"], 12, Ints("kernel_shape", [2]), Ints("dilations", [3]));
        yield return One("GlobalAveragePool", ["f:1,2,9,8"], 11);
        yield return One("LpPool", ["f:1,2,9"], 11, Ints("kernel_shape", [2]));
    }

    private static IEnumerable<ShapeCase> Normalizing()
    {
        yield return One("BatchNormalization", ["f:2,3,4", "f!3", "f!3", "f!3", "f!3"], 9);
        yield return One("BatchNormalization", ["f:2,3,4", "f!3", "f!3", "f!3", "f!3"], 15);
        yield return Many("LayerNormalization", ["f:2,3,4", "f!4", "f!4"], 3, 17);
        yield return One("LayerNormalization", ["f:2,3,4", "f!3,4", "f!3,4"], 17, Int("axis", 1));
        yield return One("InstanceNormalization", ["f:2,3,4", "f!3", "f!3"], 9);
        yield return One("LRN", ["f:2,3,4,5"], 13, Int("size", 3));
        yield return One("LpNormalization", ["f:2,3,4"], 11);
        yield return One("LogSoftmax", ["f:2,3,4"], 13);
        yield return One("Hardmax", ["f:2,3,4"], 13);
        yield return One("Hardmax", ["f:2,3,4"], 11);
        yield return One("MeanVarianceNormalization", ["f:2,3,4,5"], 13);
        yield return One("RMSNormalization", ["f:2,3,4", "f!4"], 23);
        yield return Many("LSTM", ["f:5,2,3", "f!1,16,3", "f!1,16,4"], 3, 14, Int("hidden_size", 4));
        yield return Many("LSTM", ["f:5,2,3", "f!2,16,3", "f!2,16,4", "f!2,32"], 3, 7 + 2, Int("hidden_size", 4), String("direction", "bidirectional"));
        yield return Many("GRU", ["f:5,2,3", "f!1,12,3", "f!1,12,4"], 2, 14, Int("hidden_size", 4));
        yield return Many("RNN", ["f:5,2,3", "f!1,4,3", "f!1,4,4"], 2, 14, Int("hidden_size", 4));
        yield return Many("Attention", ["f:2,3,5,8", "f:2,3,6,8", "f:2,3,6,8"], 1, 23);
        yield return Many("Attention", ["f:2,5,24", "f:2,6,24", "f:2,6,24"], 1, 23, Int("q_num_heads", 3), Int("kv_num_heads", 3));
        yield return One("RotaryEmbedding", ["f:2,3,5,8", "f!5,4", "f!5,4", "l!2,5"], 23);
    }

    private static IEnumerable<ShapeCase> Quantizing()
    {
        foreach (long version in Versions.Where(static version => version >= 13))
        {
            yield return One("QuantizeLinear", ["f:2,3", "f!3", "s8!3"], version, Int("axis", 1));
            yield return One("DequantizeLinear", ["s8:2,3", "f!3", "s8!3"], version, Int("axis", 1));
        }

        yield return One("QuantizeLinear", ["f:2,3", "f@1"], 10);
        yield return One("QuantizeLinear", ["f:2,3", "f@1"], 21, Int("output_dtype", 3));
        yield return Many("DynamicQuantizeLinear", ["f:2,3"], 3, 11);
        yield return One("QLinearMatMul", ["u8:2,3", "f@1", "u8@0", "s8!3,4", "f@1", "s8@0", "f@1", "u8@0"], 10);
        yield return One("QLinearConv", ["u8:1,2,5,5", "f@1", "u8@0", "s8!3,2,3,3", "f@1", "s8@0", "f@1", "u8@0"], 10);
        yield return One("com.microsoft.QGemm", ["u8:2,3", "f@1", "u8@0", "s8!3,4", "f@1", "s8@0", "i!4", "f@1", "u8@0"], 13, Float("alpha", 1));
        yield return One("com.microsoft.QGemm", ["u8:2,3", "f@1", "u8@0", "s8!4,3", "f@1", "s8@0", "", "", ""], 13, Int("transB", 1), Float("alpha", 1));
        yield return One("com.microsoft.QLinearAdd", ["u8:2,3", "f@1", "u8@0", "u8:3", "f@1", "u8@0", "f@1", "u8@0"], 13);
        yield return One("com.microsoft.QLinearMul", ["u8:2,1", "f@1", "u8@0", "u8:3", "f@1", "u8@0", "f@1", "u8@0"], 13);
        yield return One("com.microsoft.QLinearSigmoid", ["u8:2,1", "f@1", "u8@0", "f@1", "u8@0"], 13);
        yield return One("com.microsoft.QLinearConcat", ["f@1", "u8@0", "u8:2,3", "f@1", "u8@0", "u8:2,5", "f@1", "u8@0"], 13, Int("axis", 1));
        yield return One("com.microsoft.QLinearGlobalAveragePool", ["u8:1,2,3,3", "f@1", "u8@0", "f@1", "u8@0"], 13, Int("channels_last", 0));
        yield return One("com.microsoft.DynamicQuantizeMatMul", ["f:2,3", "s8!3,4", "f@1", "s8@0"], 13);
        yield return One("com.microsoft.MatMulIntegerToFloat", ["u8:2,3", "s8!3,4", "f@1", "f@1", "u8@0", "s8@0"], 13);
        yield return One("com.microsoft.MatMulNBits", ["f:2,5,32", "u8!4,1,16", "f!4"], 17, Int("K", 32), Int("N", 4), Int("bits", 4), Int("block_size", 32));
        yield return One("com.microsoft.FusedMatMul", ["f:3,2", "f:3,4"], 13, Int("transA", 1));
        yield return One("com.microsoft.FastGelu", ["f:3,2"], 13);
        yield return One("com.microsoft.SkipLayerNormalization", ["f:2,3,4", "f:2,3,4", "f!4"], 13);
        yield return One("com.microsoft.FusedGemm", ["f:3,2", "f:2,4"], 13, String("activation", "Relu"));
    }

    private static IEnumerable<ShapeCase> Learning()
    {
        yield return One("ai.onnx.ml.Scaler", ["d:2,3"], 13, Floats("offset", [1, 2, 3]), Floats("scale", [1, 2, 3]));
        yield return One("ai.onnx.ml.Normalizer", ["l:2,3"], 13, String("norm", "L2"));
        yield return One("ai.onnx.ml.Imputer", ["f:2,3"], 13, Floats("imputed_value_floats", [1]), Float("replaced_value_float", 0));
        yield return One("ai.onnx.ml.Binarizer", ["f:2,3"], 13, Float("threshold", 0));
        yield return One("ai.onnx.ml.ArrayFeatureExtractor", ["f:2,3", "l=0,2"], 13);
        yield return One("ai.onnx.ml.ArrayFeatureExtractor", ["f:3", "l=0,2"], 13);
        yield return One("ai.onnx.ml.FeatureVectorizer", ["f:2,3", "f:2,1"], 13, Ints("inputdimensions", [3, 1]));
        yield return One("ai.onnx.ml.LabelEncoder", ["s:2,3"], 13, Strings("keys_strings", ["a", "b"]), Int64s("values_int64s", 1, 2));
        yield return One("ai.onnx.ml.LabelEncoder", ["l:2,3"], 13, Int64s("keys_int64s", 0, 1), Strings("values_strings", ["a", "b"]));
        yield return One("ai.onnx.ml.LabelEncoder", ["l:2,3"], 21, Tensor("keys_tensor", OnnxTensor.Int64s("", [2], [0, 1])), Tensor("values_tensor", OnnxTensor.Int64s("", [2], [0, 1])));
        yield return One("ai.onnx.ml.OneHotEncoder", ["l:2,3"], 13, Int64s("cats_int64s", 0, 1, 5), Int("zeros", 1));
        yield return One("ai.onnx.ml.OneHotEncoder", ["s:2"], 13, Strings("cats_strings", ["a", "b"]), Int("zeros", 1));
        yield return One("ai.onnx.ml.CategoryMapper", ["s:2"], 13, Strings("cats_strings", ["a", "b"]), Int64s("cats_int64s", 0, 1));
        yield return One("ai.onnx.ml.LinearRegressor", ["f:2,3"], 13, Floats("coefficients", [1, 2, 3, 4, 5, 6]), Int("targets", 2));
        yield return Many("ai.onnx.ml.LinearClassifier", ["f:2,3"], 2, 13, Floats("coefficients", [1, 2, 3, 4, 5, 6]), Floats("intercepts", [0, 0]), Int64s("classlabels_ints", 3, 4));
        yield return Many("ai.onnx.ml.LinearClassifier", ["f:2,1"], 2, 13, Floats("coefficients", [1, 2, 3]), Floats("intercepts", [0, 0, 0]), Strings("classlabels_strings", ["a", "b", "c"]));
        yield return One("ai.onnx.ml.SVMRegressor", ["f:2,2"], 13, Floats("coefficients", [1, 2]), Floats("support_vectors", [1, 2, 3, 4]), Floats("rho", [0]), Int("n_supports", 2), String("kernel_type", "LINEAR"), Floats("kernel_params", [0, 0, 0]));
        yield return One("ai.onnx.ml.TreeEnsembleRegressor", ["f:2,3"], 13, [.. Stump(), Int64s("target_treeids", 0, 0), Int64s("target_nodeids", 1, 2), Int64s("target_ids", 0, 1), Floats("target_weights", [1, 2]), Int("n_targets", 2)]);
        yield return Many("ai.onnx.ml.TreeEnsembleClassifier", ["f:2,3"], 2, 13, [.. Stump(), Int64s("class_treeids", 0, 0), Int64s("class_nodeids", 1, 2), Int64s("class_ids", 0, 1), Floats("class_weights", [1, 2]), Strings("classlabels_strings", ["a", "b"])]);
        yield return One(
            "ai.onnx.ml.TreeEnsemble", ["d:2,3"], 21, Int("n_targets", 2), Int("aggregate_function", 1), Int("post_transform", 0), Int64s("tree_roots", 0), Int64s("nodes_featureids", 0), Int64s("nodes_trueleafs", 1), Int64s("nodes_falseleafs", 1),
            Int64s("nodes_truenodeids", 0), Int64s("nodes_falsenodeids", 1), Int64s("leaf_targetids", 0, 1), Tensor("leaf_weights", OnnxTensor.Doubles("", [2], [1, 2])), Tensor("nodes_splits", OnnxTensor.Doubles("", [1], [0.5])),
            Tensor("nodes_modes", new OnnxTensor("", OnnxElementType.UInt8, [1], new byte[] { 0 })));
    }

    private static OnnxAttribute[] Stump() =>
    [
        Int64s("nodes_treeids", 0, 0, 0), Int64s("nodes_nodeids", 0, 1, 2), Int64s("nodes_featureids", 0, 0, 0), Strings("nodes_modes", ["BRANCH_LEQ", "LEAF", "LEAF"]),
        Floats("nodes_values", [0.5f, 0f, 0f]), Int64s("nodes_truenodeids", 1, 0, 0), Int64s("nodes_falsenodeids", 2, 0, 0),
    ];

    private static OnnxAttribute Int64s(string name, params long[] values) => Ints(name, values);
}
