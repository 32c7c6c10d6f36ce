using System.Diagnostics;
using System.Runtime.InteropServices;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Models of every kind, trained, saved and asked for predictions by Debian's <c>python3-xgboost</c>, once for all tests.</summary>
public sealed class XGBoostModels : IAsyncLifetime
{
    private const string Python = "/usr/bin/python3";

    public static readonly string[] Names =
    [
        "squarederror", "squaredlogerror", "pseudohuber", "absoluteerror", "reg:logistic", "logistic", "logistic of likely rows", "logitraw", "hinge", "softprob", "softmax", "softprob of two",
        "poisson", "gamma", "tweedie", "cox", "aft", "rank", "forest", "forest of classes", "targets", "labels", "dart", "dart of classes", "categories", "sets of categories", "early stopped", "stumps", "no trees", "deep",
    ];

    // Rows to predict are drawn from the thresholds of the model and their neighbours, zeros of both signs, missing values and categories that training never saw.
    private const string Script = """
        import json, sys
        import numpy as np
        import xgboost as xgb
        folder, names = sys.argv[1], sys.argv[2:]
        r = np.random.RandomState(7)
        N, F = 400, 5
        X = r.randn(N, F).astype(np.float32)
        X[:, 4] = r.randint(0, 12, N)
        signal = X[:, 0] * 2 - np.abs(X[:, 1]) + np.sin(3 * X[:, 2]) + (X[:, 4] % 3)
        X[r.rand(N, F) < .08] = np.nan
        y = {"real": signal, "positive": np.exp(signal / 4), "bit": (signal > 0.5) * 1.0, "likely": (r.rand(N) < .999) * 1.0, "share": 1 / (1 + np.exp(-signal)),
             "class": np.clip(np.round(signal + 2), 0, 4), "two": np.stack([signal, -signal * .5], 1), "bits": np.stack([signal > 0, signal > 1, signal < 2], 1) * 1.0}
        base = dict(max_depth=4, eta=.3, seed=3, nthread=1, verbosity=0)
        cases = {
            "squarederror": ("real", dict(objective="reg:squarederror", base_score=.7)),
            "squaredlogerror": ("positive", dict(objective="reg:squaredlogerror")),
            "pseudohuber": ("real", dict(objective="reg:pseudohubererror")),
            "absoluteerror": ("real", dict(objective="reg:absoluteerror", tree_method="hist")),
            "reg:logistic": ("share", dict(objective="reg:logistic", base_score=.3)),
            "logistic": ("bit", dict(objective="binary:logistic")),
            "logistic of likely rows": ("likely", dict(objective="binary:logistic", base_score=.9, max_depth=1)),
            "logitraw": ("bit", dict(objective="binary:logitraw", base_score=.4)),
            "hinge": ("bit", dict(objective="binary:hinge")),
            "softprob": ("class", dict(objective="multi:softprob", num_class=5)),
            "softmax": ("class", dict(objective="multi:softmax", num_class=5, base_score=.2)),
            "softprob of two": ("bit", dict(objective="multi:softprob", num_class=2)),
            "poisson": ("positive", dict(objective="count:poisson")),
            "gamma": ("positive", dict(objective="reg:gamma", base_score=1.5)),
            "tweedie": ("positive", dict(objective="reg:tweedie")),
            "cox": ("positive", dict(objective="survival:cox")),
            "aft": ("positive", dict(objective="survival:aft")),
            "rank": ("bit", dict(objective="rank:pairwise")),
            "forest": ("real", dict(objective="reg:squarederror", num_parallel_tree=4, subsample=.6)),
            "forest of classes": ("class", dict(objective="multi:softprob", num_class=5, num_parallel_tree=3, subsample=.6)),
            "targets": ("two", dict(objective="reg:squarederror", tree_method="hist")),
            "labels": ("bits", dict(objective="binary:logistic", tree_method="hist")),
            "dart": ("real", dict(objective="reg:squarederror", booster="dart", rate_drop=.4)),
            "dart of classes": ("class", dict(objective="multi:softprob", num_class=5, booster="dart", rate_drop=.4)),
            "categories": ("real", dict(objective="reg:squarederror", tree_method="hist", max_cat_to_onehot=100)),
            "sets of categories": ("real", dict(objective="reg:squarederror", tree_method="hist", max_cat_to_onehot=1)),
            "early stopped": ("bit", dict(objective="binary:logistic", eta=1.0, max_depth=6)),
            "stumps": ("real", dict(objective="reg:squarederror", max_depth=1)),
            "no trees": ("real", dict(objective="reg:squarederror", base_score=.25)),
            "deep": ("real", dict(objective="reg:squarederror", max_depth=0, max_leaves=120, grow_policy="lossguide", tree_method="hist", min_child_weight=0)),
        }
        def matrix(rows, name, **more):
            if "categories" in name: more.update(feature_types=["q"] * 4 + ["c"], enable_categorical=True)
            return xgb.DMatrix(rows, nthread=1, **more)
        for i, name in enumerate(names):
            target, parameters = cases[name]
            data = matrix(X, name, label=None if name in ("rank", "aft") else y[target])
            if name == "rank": data.set_group([20] * 20); data.set_label(y[target])
            if name == "aft": data.set_float_info("label_lower_bound", y[target]); data.set_float_info("label_upper_bound", y[target] * 1.2)
            rounds, more = (0 if name == "no trees" else 12), {}
            if name == "early stopped":
                held = matrix(r.randn(100, F).astype(np.float32), name, label=(r.rand(100) > .5) * 1.0)
                rounds, more = 40, dict(evals=[(held, "e")], early_stopping_rounds=30, verbose_eval=False)
            booster = xgb.train({**base, **parameters}, data, rounds, **more)
            for form in ("json", "ubj"): booster.save_model("%s/%d.%s" % (folder, i, form))
            model = json.load(open("%s/%d.json" % (folder, i)))["learner"]["gradient_booster"]
            trees = model.get("gbtree", model)["model"]["trees"]
            cuts = [[np.float32(c) for t in trees for f, c, l in zip(t["split_indices"], t["split_conditions"], t["left_children"]) if f == k and l >= 0] or [np.float32(0)] for k in range(F)]
            rows = r.randn(1500, F).astype(np.float32)
            rows[:, 4] = r.randint(0, 14, 1500)
            for row in rows:
                for k in range(F):
                    draw, cut = r.randint(12), cuts[k][r.randint(len(cuts[k]))]
                    if draw == 0: row[k] = np.nan
                    elif draw == 1: row[k] = [0.0, -0.0][r.randint(2)]
                    elif draw < 5 and not (k == 4 and "categories" in name): row[k] = [cut, np.nextafter(cut, np.float32(-9)), np.nextafter(cut, np.float32(9))][draw - 2]
                    elif draw == 5 and k == 4: row[k] = [-1, 2.75, 1e6, 16777300][r.randint(4)] if "categories" in name else -1
            rows.tofile("%s/%d.rows" % (folder, i))
            whole = matrix(rows, name)
            booster.predict(whole, output_margin=True).astype(np.float32).tofile("%s/%d.margins" % (folder, i))
            booster.predict(whole).astype(np.float32).tofile("%s/%d.predictions" % (folder, i))
            if name == "early stopped":
                assert booster.best_iteration < 10
                booster.predict(whole, output_margin=True, iteration_range=(0, booster.best_iteration + 1)).tofile("%s/%d.best" % (folder, i))
        """;

    private readonly TemporaryFolder _folder = new();
    private string? _error;

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Python) && (await RunAsync("import xgboost")).Code == 0)
        {
            (int code, string errors) = await RunAsync(Script, [_folder.Path, .. Names]);
            _error = code == 0 ? null : errors;
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public byte[] Model(string name, string form) => Bytes(name, form);

    public float[] Floats(string name, string what) => MemoryMarshal.Cast<byte, float>(Bytes(name, what)).ToArray();

    private byte[] Bytes(string name, string what)
    {
        Assert.True(_error is null, _error);
        string path = _folder.File($"{Array.IndexOf(Names, name)}.{what}");
        Assert.SkipUnless(File.Exists(path), "needs Debian's python3-xgboost");
        return File.ReadAllBytes(path);
    }

    private static async Task<(int Code, string Errors)> RunAsync(string script, params string[] arguments)
    {
        ProcessStartInfo start = new(Python, ["-W", "ignore", "-c", script, .. arguments]) { RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }
}
