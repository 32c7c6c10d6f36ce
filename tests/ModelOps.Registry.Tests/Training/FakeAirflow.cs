using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Training;

/// <summary>Airflow 3's stable API as its OpenAPI document describes it.</summary>
internal sealed class FakeAirflow : FakeScheduler
{
    private static readonly HashSet<string> Known = ["logical_date", "dag_run_id", "conf", "note", "run_after", "data_interval_start", "data_interval_end"];

    public Dictionary<string, JsonObject> Runs { get; } = [];

    public string Password { get; set; } = "pa55word";

    public int Logins { get; private set; }

    protected override bool IsOpen(string path) => path == "/auth/token";

    protected override HttpResponseMessage Answer(string method, string path, string query, JsonNode? body)
    {
        if (path == "/auth/token")
        {
            if (body!["username"]!.GetValue<string>() != "admin" || body["password"]!.GetValue<string>() != Password) { return Text(401, "Invalid credentials"); }
            Token = $"jwt-{++Logins}";
            return Json(new JsonObject { ["access_token"] = Token }, 201);
        }

        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries); // api v2 dags {dag} dagRuns {run} ...
        string dag = parts[3];
        if (dag != "train") { return Json(new JsonObject { ["detail"] = $"DAG with dag_id: '{dag}' not found" }, 404); }
        if (method == "POST") { return Create(body!.AsObject()); }
        if (!Runs.TryGetValue(parts[5], out JsonObject? run)) { return Json(new JsonObject { ["detail"] = "not found" }, 404); }
        if (parts.Length == 7)
        {
            return Json(JsonNode.Parse("""{"task_instances":[{"task_id":"fit","try_number":2,"map_index":-1},{"task_id":"later","try_number":0,"map_index":-1}],"total_entries":2}""")!);
        }

        if (parts.Length > 7)
        {
            Assert.Equal(("fit", "2", "?full_content=true&map_index=-1"), (parts[7], parts[9], query));
            return Json(JsonNode.Parse("""{"content":[{"event":"epoch 1","timestamp":"2026-01-01T00:00:00Z","level":"info"},{"event":"epoch 2"},"plain"],"continuation_token":null}""")!);
        }

        if (method == "PATCH")
        {
            Assert.Equal("?update_mask=state&update_mask=note", query);
            run["state"] = body!["state"]!.GetValue<string>();
            run["note"] = body["note"]!.GetValue<string>();
        }

        return Json(run.DeepClone());
    }

    private HttpResponseMessage Create(JsonObject body)
    {
        // Unknown fields and a missing logical_date are refused.
        if (!body.ContainsKey("logical_date") || body.Any(field => !Known.Contains(field.Key))) { return Json(new JsonObject { ["detail"] = new JsonArray() }, 422); }
        string id = body["dag_run_id"]!.GetValue<string>();
        if (Runs.ContainsKey(id)) { return Json(new JsonObject { ["detail"] = "Unique constraint violation" }, 409); }
        Runs[id] = new JsonObject { ["dag_run_id"] = id, ["dag_id"] = "train", ["state"] = "queued", ["conf"] = body["conf"]!.DeepClone(), ["note"] = body["note"]?.DeepClone() };
        return Json(Runs[id].DeepClone());
    }
}
