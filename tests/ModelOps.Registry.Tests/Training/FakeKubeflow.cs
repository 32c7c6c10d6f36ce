using System.Globalization;
using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Training;

/// <summary>Kubeflow Pipelines' API v2beta1 as its reference describes it: runs have ids of the server's making.</summary>
internal sealed class FakeKubeflow : FakeScheduler
{
    public List<JsonObject> Runs { get; } = [];

    /// <summary>Runs as the first search finds them: another starter that was a moment faster is not seen yet.</summary>
    public bool HidesRunsOnce { get; set; }

    public JsonObject Add(string name, int createdAt, string id)
    {
        JsonObject run = new() { ["run_id"] = id, ["display_name"] = name, ["state"] = "PENDING", ["created_at"] = Time(createdAt), ["finished_at"] = "1970-01-01T00:00:00Z" };
        Runs.Add(run);
        return run;
    }

    protected override HttpResponseMessage Answer(string method, string path, string query, JsonNode? body)
    {
        if (path == "/apis/v2beta1/runs" && method == "POST")
        {
            if (body!["pipeline_version_reference"]!["pipeline_id"]!.GetValue<string>() != "p-1") { return Json(new JsonObject { ["error"] = "not found" }, 404); }
            string id = string.Create(CultureInfo.InvariantCulture, $"run-{Runs.Count}");
            return Json(Add(body["display_name"]!.GetValue<string>(), 100, id).DeepClone());
        }

        if (path == "/apis/v2beta1/runs")
        {
            Assert.StartsWith("?page_size=100&filter={\"predicates\":[{\"key\":\"display_name\",\"operation\":\"EQUALS\",\"string_value\":\"modelops-", query, StringComparison.Ordinal);
            bool hides = HidesRunsOnce;
            HidesRunsOnce = false;
            JsonObject answer = [];
            if (!hides && Runs.Count > 0) { answer["runs"] = new JsonArray([.. Runs.Select(static r => r.DeepClone())]); }
            return Json(answer);
        }

        string last = path["/apis/v2beta1/runs/".Length..];
        string action = last.Contains(':', StringComparison.Ordinal) ? last[(last.IndexOf(':', StringComparison.Ordinal) + 1)..] : string.Empty;
        if (Runs.Find(r => r["run_id"]!.GetValue<string>() == last.Split(':')[0]) is not { } run) { return Json(new JsonObject { ["error"] = "not found", ["code"] = 5 }, 404); }
        if (action == "terminate")
        {
            run["state"] = "CANCELING";
            return Json(new JsonObject());
        }

        return Json(run.DeepClone());
    }
}
