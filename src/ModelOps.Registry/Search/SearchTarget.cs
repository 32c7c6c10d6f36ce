namespace ModelOps.Registry.Search;

/// <summary>What is searched: the rows, their fields, and where their tags and aliases are.</summary>
internal sealed record SearchTarget
{
    /// <summary>Tables and what makes a row live, as <c>FROM ... WHERE ...</c>.</summary>
    public required string From { get; init; }

    /// <summary>Columns that name a row.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Fields by name.</summary>
    public required IReadOnlyDictionary<string, SearchField> Fields { get; init; }

    /// <summary>Order of what is otherwise equal; ends with what makes every row's place its own.</summary>
    public required IReadOnlyList<RegistryOrder> TieBreak { get; init; }

    /// <summary>Tags <c>t</c> of the row, as <c>FROM ... WHERE ...</c>.</summary>
    public required string Tags { get; init; }

    /// <summary>Aliases <c>x</c> of the row, likewise.</summary>
    public required string Aliases { get; init; }

    /// <summary>Versions of all models.</summary>
    public static SearchTarget Versions { get; } = new()
    {
        From =
            """
            FROM versions v JOIN models m ON m.id = v.model_id JOIN annotations s ON s.model_id = v.model_id AND s.number = v.number
            WHERE s.deleted_at IS NULL
            """,
        Keys = ["v.model_id", "v.number"],
        Fields = new Dictionary<string, SearchField>(StringComparer.Ordinal)
        {
            [RegistryFields.Name] = new("m.name", FieldType.Text, true),
            [RegistryFields.Number] = new("v.number", FieldType.Number, true),
            [RegistryFields.Version] = new("v.version", FieldType.Text, false),
            [RegistryFields.Stage] = new("s.stage", FieldType.Text, true),
            [RegistryFields.Format] = new("v.format", FieldType.Text, true),
            [RegistryFields.Digest] = new("v.digest", FieldType.Text, false),
            [RegistryFields.RunId] = new("v.run_id", FieldType.Text, true),
            [RegistryFields.Source] = new("v.source", FieldType.Text, true),
            [RegistryFields.Description] = new("s.description", FieldType.Text, false),
            [RegistryFields.CreatedAt] = new("v.created_at", FieldType.Time, true),
            [RegistryFields.UpdatedAt] = new("s.updated_at", FieldType.Time, true),
        },
        TieBreak = [new RegistryOrder(RegistryFields.Name), new RegistryOrder(RegistryFields.Number, Descending: true)],
        Tags = "FROM version_tags t WHERE t.model_id = v.model_id AND t.number = v.number",
        Aliases = "FROM aliases x WHERE x.model_id = v.model_id AND x.number = v.number",
    };

    /// <summary>Models.</summary>
    public static SearchTarget Models { get; } = new()
    {
        From = "FROM models m WHERE m.deleted_at IS NULL",
        Keys = ["m.id"],
        Fields = new Dictionary<string, SearchField>(StringComparer.Ordinal)
        {
            [RegistryFields.Name] = new("m.name", FieldType.Text, true),
            [RegistryFields.Number] = new(
                "(SELECT coalesce(max(s.number), 0) FROM annotations s WHERE s.model_id = m.id AND s.deleted_at IS NULL)", FieldType.Number, true),
            [RegistryFields.Description] = new("m.description", FieldType.Text, false),
            [RegistryFields.CreatedAt] = new("m.created_at", FieldType.Time, true),
            [RegistryFields.UpdatedAt] = new("m.updated_at", FieldType.Time, true),
        },
        TieBreak = [new RegistryOrder(RegistryFields.Name)],
        Tags = "FROM model_tags t WHERE t.model_id = m.id",
        Aliases = "FROM aliases x WHERE x.model_id = m.id AND x.number IS NOT NULL",
    };
}
