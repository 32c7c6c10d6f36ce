namespace ModelOps.Onnx.Tests.WholeModels;

/// <summary>Models of XGBoost, written as tree ensembles from its dumps.</summary>
public sealed class XGBoostModels() : PythonModels("xgboost", "python3-xgboost", Script)
{
    private const string Script = """
        import json, os, sys, warnings
        warnings.filterwarnings("ignore")
        import numpy as np
        import onnx, xgboost
        from onnx import helper, numpy_helper, TensorProto as T
        folder = sys.argv[1]
        rng = np.random.RandomState(1)
        X = rng.randn(300, 6).astype(np.float32)
        X[rng.rand(*X.shape) < 0.1] = np.nan
        signal = np.nan_to_num(X[:, 0]) * 2 - np.nan_to_num(X[:, 1]) * np.nan_to_num(X[:, 2])
        train = {"regression": (signal, {"objective": "reg:squarederror"}, 1), "binary": (signal > 0, {"objective": "binary:logistic"}, 2), "classes": (np.digitize(signal, [-1, 1]), {"objective": "multi:softprob", "num_class": 3}, 3)}

        def trees(booster, prefix, groups):
            a = dict(nodes_treeids=[], nodes_nodeids=[], nodes_featureids=[], nodes_modes=[], nodes_values=[], nodes_truenodeids=[], nodes_falsenodeids=[], nodes_missing_value_tracks_true=[])
            w = {prefix + k: [] for k in ("_treeids", "_nodeids", "_ids", "_weights")}
            def add(number, n):
                leaf = "leaf" in n
                values = (number, n["nodeid"], 0, "LEAF", 0.0, 0, 0, 0) if leaf else (number, n["nodeid"], int(n["split"][1:]), "BRANCH_LT", float(np.float32(n["split_condition"])), n["yes"], n["no"], int(n["missing"] == n["yes"]))
                for k, v in zip(a, values): a[k].append(v)
                if leaf:
                    for k, v in zip(w, (number, n["nodeid"], number % groups, float(np.float32(n["leaf"])))): w[k].append(v)
                else:
                    for child in n["children"]: add(number, child)
            for number, text in enumerate(booster.get_dump(dump_format="json")): add(number, json.loads(text))
            return {**a, **w}

        for name, (y, options, outputs) in train.items():
            booster = xgboost.train({"max_depth": 5, "nthread": 1, "base_score": 0.5, **options}, xgboost.DMatrix(X, y.astype(np.float32)), 40)
            y = booster.predict(xgboost.DMatrix(X)).astype(np.float32)
            if outputs == 1:
                node = helper.make_node("TreeEnsembleRegressor", ["x"], ["y"], domain="ai.onnx.ml", n_targets=1, base_values=[0.5], **trees(booster, "target", 1))
                outs, y = [helper.make_tensor_value_info("y", T.FLOAT, [None, 1])], y.reshape(-1, 1)
            else:
                groups, base = (1, [0.0]) if outputs == 2 else (outputs, [0.5] * outputs)
                node = helper.make_node("TreeEnsembleClassifier", ["x"], ["label", "y"], domain="ai.onnx.ml", base_values=base, classlabels_int64s=list(range(outputs)), post_transform="LOGISTIC" if outputs == 2 else "SOFTMAX", **trees(booster, "class", groups))
                outs = [helper.make_tensor_value_info("label", T.INT64, [None]), helper.make_tensor_value_info("y", T.FLOAT, [None, outputs])]
                if outputs == 2: y = np.stack([1 - y, y], 1)
            graph = helper.make_graph([node], name, [helper.make_tensor_value_info("x", T.FLOAT, [None, 6])], outs)
            onnx.save(helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)]), os.path.join(folder, name + ".onnx"))
            tensors = [numpy_helper.from_array(np.ascontiguousarray(v), k) for k, v in (("x", X), ("y", y))]
            onnx.save(helper.make_model(helper.make_graph([], "data", [], [], tensors)), os.path.join(folder, name + ".data"))
        """;
}
