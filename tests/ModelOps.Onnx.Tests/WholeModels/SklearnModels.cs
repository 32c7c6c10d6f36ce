namespace ModelOps.Onnx.Tests.WholeModels;

/// <summary>Models of scikit-learn, written node by node from the fitted parameters: Debian has no exporter.</summary>
public sealed class SklearnModels() : PythonModels("sklearn", "python3-sklearn", Script)
{
    private const string Script = """
        import os, sys, warnings
        warnings.filterwarnings("ignore")
        import numpy as np
        import onnx
        from onnx import helper, numpy_helper, TensorProto as T
        from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, RandomForestClassifier
        from sklearn.impute import SimpleImputer
        from sklearn.linear_model import LinearRegression, LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import Normalizer, OneHotEncoder, StandardScaler
        from sklearn.svm import OneClassSVM, SVC, SVR
        folder = sys.argv[1]
        rng = np.random.RandomState(0)
        rows = 240
        X = rng.randn(rows, 4).astype(np.float32)
        cat = rng.randint(0, 5, (rows, 1)).astype(np.int64)
        signal = X[:, 0] * 2 - X[:, 1] * X[:, 2] + (cat[:, 0] == 3)
        target = (signal + 0.1 * rng.randn(rows)).astype(np.float32)
        three = np.array(["low", "middle", "high"])[np.digitize(signal, [-1, 1])]
        two = (signal > 0).astype(np.int64)

        def node(op, inputs, outputs, **attributes): return helper.make_node(op, inputs, outputs, domain="ai.onnx.ml", **attributes)
        def floats(a): return [float(v) for v in np.asarray(a, dtype=np.float32).ravel()]
        def labels(c): return {"classlabels_strings": [str(v) for v in c]} if c.dtype.kind in "UO" else {"classlabels_ints": [int(v) for v in c]}
        def save(name, nodes, inputs, outputs, data):
            types = {np.dtype(np.float32): T.FLOAT, np.dtype(np.int64): T.INT64}
            ins = [helper.make_tensor_value_info(k, types[v.dtype], [None, v.shape[1]]) for k, v in inputs.items()]
            outs = []
            for k, t in outputs.items():
                o = onnx.ValueInfoProto(); o.name = k
                if t is not None: o = helper.make_tensor_value_info(k, t, [None] if k == "label" else [None, None])
                else:
                    o.type.sequence_type.elem_type.map_type.key_type = T.STRING
                    o.type.sequence_type.elem_type.map_type.value_type.tensor_type.elem_type = T.FLOAT
                outs.append(o)
            graph = helper.make_graph(nodes, name, ins, outs)
            onnx.save(helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)]), os.path.join(folder, name + ".onnx"))
            tensors = []
            for k, v in list(inputs.items()) + list(data.items()):
                v = np.asarray(v)
                tensors.append(helper.make_tensor(k, T.STRING, v.shape, [s.encode() for s in v.ravel()]) if v.dtype.kind in "UO" else numpy_helper.from_array(np.ascontiguousarray(v), k))
            onnx.save(helper.make_model(helper.make_graph([], "data", [], [], tensors)), os.path.join(folder, name + ".data"))

        def trees(estimators, prefix, leaf):
            # A threshold is a double there and features are floats: the largest float that is not above it means the same.
            a = dict(nodes_treeids=[], nodes_nodeids=[], nodes_featureids=[], nodes_modes=[], nodes_values=[], nodes_truenodeids=[], nodes_falsenodeids=[])
            w = {prefix + k: [] for k in ("_treeids", "_nodeids", "_ids", "_weights")}
            for number, tree in enumerate(estimators):
                t = tree.tree_
                for i in range(t.node_count):
                    is_leaf = t.children_left[i] < 0
                    cut = np.float32(t.threshold[i])
                    if cut > t.threshold[i]: cut = np.nextafter(cut, np.float32(-np.inf))
                    for k, v in zip(a, (number, i, 0 if is_leaf else int(t.feature[i]), "LEAF" if is_leaf else "BRANCH_LEQ", 0.0 if is_leaf else float(cut), 0 if is_leaf else int(t.children_left[i]), 0 if is_leaf else int(t.children_right[i]))): a[k].append(v)
                    if is_leaf:
                        for to, value in leaf(t.value[i]):
                            for k, v in zip(w, (number, i, to, float(value))): w[k].append(v)
            return {**a, **w}

        # Missing numbers, a scaler, one-hot categories, a multinomial regression, a ZipMap.
        holes = X.copy(); holes[rng.rand(*X.shape) < 0.1] = np.nan
        imputer, scaler, onehot = SimpleImputer(), StandardScaler(), OneHotEncoder(handle_unknown="ignore")
        numbers = scaler.fit_transform(imputer.fit_transform(holes))
        features = np.hstack([numbers, onehot.fit_transform(cat).toarray()])
        logistic = LogisticRegression(max_iter=500).fit(features, three)
        save("pipeline", [
            node("Imputer", ["numbers"], ["filled"], imputed_value_floats=floats(imputer.statistics_), replaced_value_float=float("nan")),
            node("Scaler", ["filled"], ["scaled"], offset=floats(scaler.mean_), scale=floats(1 / scaler.scale_)),
            node("OneHotEncoder", ["category"], ["hot"], cats_int64s=[int(c) for c in onehot.categories_[0]], zeros=1),
            node("FeatureVectorizer", ["scaled", "hot"], ["features"], inputdimensions=[4, len(onehot.categories_[0])]),
            node("LinearClassifier", ["features"], ["label", "scores"], coefficients=floats(logistic.coef_), intercepts=floats(logistic.intercept_), multi_class=1, post_transform="SOFTMAX", classlabels_strings=list(logistic.classes_)),
            node("ZipMap", ["scores"], ["probabilities"], classlabels_strings=list(logistic.classes_)),
        ], {"numbers": holes, "category": cat}, {"label": T.STRING, "probabilities": None}, {"label": logistic.predict(features), "probabilities": logistic.predict_proba(features).astype(np.float32)})

        binary = LogisticRegression().fit(X, two)
        save("logistic", [node("LinearClassifier", ["x"], ["label", "scores"], coefficients=floats(np.vstack([-binary.coef_, binary.coef_])), intercepts=floats(np.hstack([-binary.intercept_, binary.intercept_])), post_transform="LOGISTIC", classlabels_ints=[0, 1])],
            {"x": X}, {"label": T.INT64, "scores": T.FLOAT}, {"label": binary.predict(X), "scores": binary.predict_proba(X).astype(np.float32)})

        linear = make_pipeline(Normalizer(), LinearRegression()).fit(X, target)
        save("linear", [node("Normalizer", ["x"], ["unit"], norm="L2"), node("LinearRegressor", ["unit"], ["y"], coefficients=floats(linear[-1].coef_), intercepts=floats([linear[-1].intercept_]))],
            {"x": X}, {"y": T.FLOAT}, {"y": linear.predict(X).astype(np.float32).reshape(-1, 1)})

        def kernel(m): return dict(kernel_type=m.kernel.upper(), kernel_params=[float(m._gamma), float(m.coef0), float(m.degree)], support_vectors=floats(m.support_vectors_), coefficients=floats(m._dual_coef_), rho=floats(m._intercept_))
        for name, y, options in (("svc", three, dict(kernel="rbf")), ("svc_poly", three, dict(kernel="poly", degree=3, coef0=1.0)), ("svc_two", two, dict(kernel="sigmoid", gamma=0.1))):
            svc = SVC(probability=True, random_state=0, **options).fit(X, y)
            save(name, [node("SVMClassifier", ["x"], ["label", "scores"], vectors_per_class=[int(v) for v in svc.n_support_], prob_a=floats(svc.probA_), prob_b=floats(svc.probB_), **kernel(svc), **labels(svc.classes_))],
                {"x": X}, {"label": T.STRING if y is three else T.INT64, "scores": T.FLOAT}, {"label": svc.predict(X), "scores": svc.predict_proba(X).astype(np.float32)})
        svr = SVR().fit(X, target)
        save("svr", [node("SVMRegressor", ["x"], ["y"], n_supports=len(svr.support_), **kernel(svr))], {"x": X}, {"y": T.FLOAT}, {"y": svr.predict(X).astype(np.float32).reshape(-1, 1)})
        outlier = OneClassSVM(nu=0.1).fit(X)
        save("outlier", [node("SVMRegressor", ["x"], ["y"], n_supports=len(outlier.support_), one_class=1, **kernel(outlier))], {"x": X}, {"y": T.FLOAT}, {"y": outlier.predict(X).astype(np.float32).reshape(-1, 1)})

        boosted = GradientBoostingRegressor(n_estimators=60, max_depth=4, random_state=0).fit(X, target)
        save("boosting", [node("TreeEnsembleRegressor", ["x"], ["y"], n_targets=1, base_values=floats([boosted.init_.constant_[0, 0]]), **trees(boosted.estimators_[:, 0], "target", lambda v: [(0, v[0, 0] * boosted.learning_rate)]))],
            {"x": X}, {"y": T.FLOAT}, {"y": boosted.predict(X).astype(np.float32).reshape(-1, 1)})
        classes = GradientBoostingClassifier(n_estimators=40, random_state=0).fit(X, two)
        start = classes._raw_predict_init(X[:1])[0, 0]
        save("boosting_classes", [node("TreeEnsembleClassifier", ["x"], ["label", "scores"], base_values=floats([start]), post_transform="LOGISTIC", classlabels_int64s=[0, 1], **trees(classes.estimators_[:, 0], "class", lambda v: [(0, v[0, 0] * classes.learning_rate)]))],
            {"x": X}, {"label": T.INT64, "scores": T.FLOAT}, {"label": classes.predict(X), "scores": classes.predict_proba(X).astype(np.float32)})
        forest = RandomForestClassifier(n_estimators=50, max_depth=7, random_state=0).fit(X, three)
        save("forest", [node("TreeEnsembleClassifier", ["x"], ["label", "scores"], post_transform="NONE", **labels(forest.classes_), **trees(forest.estimators_, "class", lambda v: list(enumerate(v[0] / v[0].sum() / len(forest.estimators_)))))],
            {"x": X}, {"label": T.STRING, "scores": T.FLOAT}, {"label": forest.predict(X), "scores": forest.predict_proba(X).astype(np.float32)})
        """;
}
