return await BigBen.Verbs.CommandLine.RunAsync(args);
