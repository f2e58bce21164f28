return await BigBen.Verbs.CommandLine.RunAsync(args, Console.Error);
